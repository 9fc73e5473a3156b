package io.hypha.node.network.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code /dnsaddr/name} stands for: the TXT records of {@code _dnsaddr.name}, of which each
 * may hold one address. Whoever answers for the name is not trusted: an answer only says whom to
 * try.
 */
public final class Dnsaddr {

    /** Records of one answer that are looked at. */
    static final int MAX_RECORDS = 64;

    private static final String BEFORE_NAME = "_dnsaddr.";
    private static final String BEFORE_ADDRESS = "dnsaddr=";

    private Dnsaddr() {}

    /**
     * The name whose TXT records tell.
     *
     * @throws IllegalArgumentException when the address does not begin with {@code /dnsaddr}
     */
    public static String question(Multiaddr address) {
        if (address.hostKind() != AddressProtocol.DNSADDR) {
            throw new IllegalArgumentException("no /dnsaddr: " + address);
        }
        return BEFORE_NAME + address.host();
    }

    /**
     * The addresses in an answer, in its order and each once: those that end as the asked one does
     * after its name, which is with its peer most of the time. Records of other kinds, and
     * addresses with parts that are not understood, are left out.
     */
    public static List<Multiaddr> matching(Multiaddr address, List<String> records) {
        List<Multiaddr.Component> ending =
                address.components().subList(1, address.components().size());
        List<Multiaddr> found = new ArrayList<>();
        for (String record : records.subList(0, Math.min(records.size(), MAX_RECORDS))) {
            if (record.startsWith(BEFORE_ADDRESS)) {
                add(record.substring(BEFORE_ADDRESS.length()), ending, found);
            }
        }
        return found;
    }

    private static void add(String text, List<Multiaddr.Component> ending, List<Multiaddr> found) {
        try {
            Multiaddr address = Multiaddr.parse(text);
            if (endsWith(address.components(), ending) && !found.contains(address)) {
                found.add(address);
            }
        } catch (AddressException _) {
            // Of no kind that could be dialled: others may be.
        }
    }

    private static boolean endsWith(
            List<Multiaddr.Component> parts, List<Multiaddr.Component> ending) {
        int from = parts.size() - ending.size();
        return from >= 0 && parts.subList(from, parts.size()).equals(ending);
    }
}
