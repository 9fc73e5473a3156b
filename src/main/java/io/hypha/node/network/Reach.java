package io.hypha.node.network;

import io.hypha.node.network.wire.AddressProtocol;
import io.hypha.node.network.wire.Multiaddr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Where a host lies: on this machine, in this house, or out on the network. */
final class Reach {

    private Reach() {}

    /**
     * Whether a host is of this machine or this house. A peer from outside that names such a place
     * would have us knock at our own doors.
     */
    static boolean isLocal(InetAddress host) {
        return host.isLoopbackAddress()
                || host.isAnyLocalAddress()
                || host.isLinkLocalAddress()
                || host.isSiteLocalAddress()
                || host.isMulticastAddress()
                || isUniqueLocal(host);
    }

    private static boolean isUniqueLocal(InetAddress host) {
        byte[] bytes = host.getAddress();
        return bytes.length == 16
                ? (bytes[0] & 0xfe) == 0xfc
                : bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }

    /** Whether an address names such a host by its number, or this machine by name. */
    static boolean isLocal(Multiaddr address) {
        if (address.hostKind() == AddressProtocol.IP4
                || address.hostKind() == AddressProtocol.IP6) {
            return isLocal(literal(address.host()));
        }
        return address.host().equalsIgnoreCase("localhost");
    }

    /** The neighbourhood of a host: IPv4 /24, IPv6 /48. */
    static String neighbourhood(InetAddress host) {
        byte[] bytes = host.getAddress();
        int size = host instanceof Inet4Address ? 3 : 6;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, size));
    }

    /** How many of the others are of a host's neighbourhood. */
    static long neighbours(InetAddress host, List<InetAddress> others) {
        String neighbourhood = neighbourhood(host);
        return others.stream().filter(each -> neighbourhood(each).equals(neighbourhood)).count();
    }

    /** The same of an address; of a name, the name. */
    static String neighbourhood(Multiaddr address) {
        return address.hostKind() == AddressProtocol.IP4
                        || address.hostKind() == AddressProtocol.IP6
                ? neighbourhood(literal(address.host()))
                : address.host();
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a checked address is no literal: " + host, e);
        }
    }
}
