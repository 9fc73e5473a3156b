package io.hypha.node.network;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final NameLookup lookup;

    Dialer(Duration wait, Duration handshake, SSLSocketFactory tls, NameLookup lookup) {
        this.wait = wait;
        this.handshake = handshake;
        this.tls = tls;
        this.lookup = lookup;
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
            throw new Unreachable(address + ": no address of TCP or WebSocket over TCP");
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
        String name = address.host();
        for (InetAddress host :
                lookup.ask(name, place, wait, () -> InetAddress.getAllByName(name))) {
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
}
