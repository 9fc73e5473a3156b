package io.hypha.node.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The byte stream of one connected socket, plain or TLS. */
final class Line implements AutoCloseable {

    private final Socket carrier;
    private final InputStream in;
    private final OutputStream out;
    private final InetSocketAddress remote;

    Line(Socket socket) throws IOException {
        this(socket, socket);
    }

    /**
     * A stream laid over another.
     *
     * @param carrier closed in its place: closing TLS waits for writes that wait for the peer
     */
    Line(Socket socket, Socket carrier) throws IOException {
        this.carrier = carrier;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    /** Waits for bytes; -1 at the end of the stream. */
    int read(byte[] target) throws IOException {
        return in.read(target);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        out.flush();
    }

    InetAddress host() {
        return remote.getAddress();
    }

    int port() {
        return remote.getPort();
    }

    /** Ends reads and writes that wait. */
    @Override
    public void close() {
        try {
            carrier.close();
        } catch (IOException _) {
            // It is gone either way; nobody could act on how it went.
        }
    }
}
