package io.hypha.node.network;

import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.AddressProtocol;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets on which peers knock. */
final class Acceptor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final List<ServerSocket> sockets = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Binds all addresses.
     *
     * @throws UncheckedIOException when one cannot be bound; it names which
     */
    static Acceptor bind(List<Multiaddr> listen) {
        Acceptor acceptor = new Acceptor();
        for (Multiaddr address : listen) {
            try {
                acceptor.sockets.add(open(address));
            } catch (IOException e) {
                acceptor.close();
                throw new UncheckedIOException(
                        "cannot listen on " + address + ": " + e.getMessage(), e);
            }
        }
        return acceptor;
    }

    private static ServerSocket open(Multiaddr address) throws IOException {
        if (address.hostKind() != AddressProtocol.IP4
                && address.hostKind() != AddressProtocol.IP6) {
            throw new IOException("expected /ip4/… or /ip6/… with /tcp/…");
        }
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(
                    new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Where we accept, with the true ports, without a peer. */
    List<Multiaddr> addresses() {
        List<Multiaddr> addresses = new ArrayList<>();
        for (ServerSocket socket : sockets) {
            addresses.add(address(socket.getInetAddress(), socket.getLocalPort()));
        }
        return addresses;
    }

    /** {@code /ip4/…/tcp/N} or {@code /ip6/…/tcp/N}. */
    static Multiaddr address(InetAddress host, int port) {
        String number = host.getHostAddress();
        int zone = number.indexOf('%');
        String kind = host instanceof Inet6Address ? "/ip6/" : "/ip4/";
        try {
            return Multiaddr.parse(
                    kind + (zone < 0 ? number : number.substring(0, zone)) + "/tcp/" + port);
        } catch (AddressException e) {
            throw new IllegalStateException("a socket's address is none: " + host, e);
        }
    }

    void start(Threads threads, BiConsumer<Line, Multiaddr> visitor) {
        for (ServerSocket socket : sockets) {
            threads.start("p2p-accept " + socket.getLocalPort(), () -> acceptAll(socket, visitor));
        }
    }

    private void acceptAll(ServerSocket server, BiConsumer<Line, Multiaddr> visitor) {
        while (!closed) {
            try {
                Socket socket = server.accept();
                try {
                    Line line = new Line(socket);
                    visitor.accept(line, address(line.host(), line.port()));
                } catch (IOException e) {
                    LOG.debug("a visitor left at once: {}", e.getMessage());
                    socket.close();
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn(
                            "accepting on port {} failed: {}; no longer accepting there",
                            server.getLocalPort(),
                            e.getMessage());
                }
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("closing a listening socket: {}", e.getMessage());
            }
        }
    }
}
