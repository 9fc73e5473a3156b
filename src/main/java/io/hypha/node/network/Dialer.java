package io.hypha.node.network;

import io.hypha.node.network.wire.AddressProtocol;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Turns an address into a line: resolves its name, tries what it resolves to in turn, and lays TLS
 * over it where the address says so. The certificate must be valid for the name; who the peer is
 * comes from Noise alone.
 */
final class Dialer {

    private static final int MOST_RESOLVED = 8;

    private final Duration wait;
    private final Duration handshake;
    private final SSLSocketFactory tls;
    private final Semaphore resolving = new Semaphore(4);

    Dialer(Duration wait, Duration handshake, SSLSocketFactory tls) {
        this.wait = wait;
        this.handshake = handshake;
        this.tls = tls;
    }

    /**
     * Waits for a connection.
     *
     * @param localAllowed whether the address may lead to this machine or house
     * @throws Unreachable with a reason that starts with host and port
     */
    Line dial(Multiaddr address, boolean localAllowed) throws Unreachable {
        String place = place(address);
        if (!address.isDialable()) {
            throw new Unreachable(
                    address.hostKind() == AddressProtocol.DNSADDR
                            ? place + ": /dnsaddr needs TXT records, which this node does not read"
                            : address + ": no address of TCP or WebSocket over TCP");
        }
        String failure = place + ": no address";
        for (InetAddress host : resolve(address, place)) {
            if (!localAllowed && Reach.isLocal(host)) {
                failure = place + ": a peer from outside may not name a host of this house";
                continue;
            }
            try {
                return connect(address, host, place);
            } catch (Unreachable e) {
                failure = e.reason();
            }
        }
        throw new Unreachable(failure);
    }

    /** {@code host:port} as people write it. */
    static String place(Multiaddr address) {
        String host = address.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }

    private Line connect(Multiaddr address, InetAddress host, String place) throws Unreachable {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(host, address.port()), Math.toIntExact(wait.toMillis()));
            return new Line(address.isTls() ? secure(socket, address) : socket, socket);
        } catch (IOException e) {
            try {
                socket.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            String at = place.startsWith(host.getHostAddress()) ? "" : host.getHostAddress() + " ";
            throw new Unreachable(place + ": " + at + reason(e));
        }
    }

    private SSLSocket secure(Socket plain, Multiaddr address) throws IOException {
        SSLSocket secured =
                (SSLSocket) tls.createSocket(plain, address.host(), address.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(Math.toIntExact(handshake.toMillis()));
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }

    private String reason(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> "no answer within " + wait.toMillis() + " ms";
            case SSLException _ -> "TLS: " + e.getMessage();
            case NoRouteToHostException _ -> "no route to host";
            case ConnectException _
                    when e.getMessage() != null && e.getMessage().contains("refused") ->
                    "connection refused";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private List<InetAddress> resolve(Multiaddr address, String place) throws Unreachable {
        List<InetAddress> found = new ArrayList<>();
        for (InetAddress host : lookUp(address.host(), place)) {
            boolean wanted =
                    switch (address.hostKind()) {
                        case DNS4 -> host instanceof Inet4Address;
                        case DNS6 -> host instanceof Inet6Address;
                        default -> true;
                    };
            if (wanted && found.size() < MOST_RESOLVED) {
                found.add(host);
            }
        }
        if (found.isEmpty()) {
            throw new Unreachable(place + ": the name has no address of the wanted kind");
        }
        return found;
    }

    /**
     * Names are looked up on threads of the platform: the system's resolver blocks, and would hold
     * a carrier of all virtual threads for as long as it likes.
     */
    private InetAddress[] lookUp(String host, String place) throws Unreachable {
        CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
        try {
            if (!resolving.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unreachable(place + ": too many names are being resolved");
            }
            Thread.ofPlatform()
                    .daemon()
                    .name("resolve " + host)
                    .start(() -> {
                        try {
                            found.complete(InetAddress.getAllByName(host));
                        } catch (UnknownHostException | RuntimeException e) {
                            found.completeExceptionally(e);
                        } finally {
                            resolving.release();
                        }
                    });
            return found.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new Unreachable(place + ": name not resolved within " + wait.toMillis() + " ms");
        } catch (ExecutionException _) {
            throw new Unreachable(place + ": name not resolved");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Unreachable(place + ": the network is closing");
        }
    }
}
