package io.hypha.devnet.p2p;

import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Host names and ports as multiaddresses. */
public final class PeerAddresses {

    private PeerAddresses() {}

    /**
     * Where to listen.
     *
     * @param host a name or address of this machine
     * @throws UncheckedIOException when the name is not known
     */
    public static Multiaddr listen(String host, int port) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return tcp(address, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + host, e);
        }
    }

    private static Multiaddr tcp(InetAddress address, int port) {
        String kind = address instanceof Inet4Address ? "/ip4/" : "/ip6/";
        return parse(kind + address.getHostAddress() + "/tcp/" + port);
    }

    static Multiaddr parse(String text) {
        try {
            return Multiaddr.parse(text);
        } catch (AddressException e) {
            throw new IllegalArgumentException(text + " is no multiaddress", e);
        }
    }

    /**
     * @throws IllegalArgumentException when one is no multiaddress
     */
    public static List<Multiaddr> parse(List<String> addresses) {
        return addresses.stream().map(PeerAddresses::parse).toList();
    }

    /** The same with loopback where a node listens on all addresses, which nobody can dial. */
    public static List<Multiaddr> reachable(List<Multiaddr> listening) {
        return listening.stream()
                .map(Multiaddr::toString)
                .map(text -> text.replaceFirst("^/ip4/0\\.0\\.0\\.0/", "/ip4/127.0.0.1/"))
                .map(text -> text.replaceFirst("^/ip6/::/", "/ip6/::1/"))
                .map(PeerAddresses::parse)
                .toList();
    }
}
