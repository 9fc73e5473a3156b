package io.hypha.devnet.fault;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Listens like a peer, and then sends one byte of its greeting in each so many milliseconds: never
 * silent, never done.
 */
public final class SlowLoris implements AutoCloseable {

    /** Longer than any greeting: names of protocols that do not end. */
    private static final byte[] GREETING =
            ("\u0013/multistream/1.0.0\n" + "\u007f" + "/x".repeat(4096))
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final ServerSocket listening;
    private final long millisPerByte;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch met = new CountDownLatch(1);

    public SlowLoris(long millisPerByte) {
        this.millisPerByte = millisPerByte;
        try {
            this.listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it is met, with an id that it cannot prove. */
    public Multiaddr address() {
        Hash256 key = Blake2b.hash256(Bytes.ofInts(listening.getLocalPort() & 0xff));
        try {
            return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + listening.getLocalPort())
                    .withPeer(PeerId.ofEd25519(key));
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until somebody dialled. */
    public boolean awaitDialled(long millis) throws InterruptedException {
        return met.await(millis, TimeUnit.MILLISECONDS);
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                met.countDown();
                Thread.ofVirtual().start(() -> drip(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void drip(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            for (byte each : GREETING) {
                out.write(each);
                out.flush();
                if (closed.await(millisPerByte, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other side had enough, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
