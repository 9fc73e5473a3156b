package io.hypha.node.network;

import io.hypha.node.network.wire.AddressProtocol;
import io.hypha.node.network.wire.Dnsaddr;
import io.hypha.node.network.wire.Multiaddr;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Finds the addresses behind a {@code /dnsaddr}, which may name others of its kind. Bounded in
 * depth, questions, addresses and time: whoever answers for a name is a stranger.
 */
final class NamedPeers {

    static final int MOST_ADDRESSES = 32;
    static final int MOST_QUESTIONS = 16;

    /** Names that lead to names. */
    static final int MOST_STEPS = 4;

    private final TextRecords records;
    private final NameLookup lookup;
    private final Duration wait;

    /**
     * @param wait for all questions behind one address together
     */
    NamedPeers(TextRecords records, NameLookup lookup, Duration wait) {
        this.records = records;
        this.lookup = lookup;
        this.wait = wait;
    }

    static boolean isName(Multiaddr address) {
        return address.hostKind() == AddressProtocol.DNSADDR;
    }

    private record Step(Multiaddr name, int depth) {}

    /**
     * The addresses that can be dialled, at least one, in the order of the records; a name that
     * cannot be resolved costs none of the others.
     *
     * @param localAllowed whether one may lead to this machine or house
     * @throws Unreachable with a reason that starts with the name
     */
    List<Multiaddr> behind(Multiaddr name, boolean localAllowed) throws Unreachable {
        long deadline = System.nanoTime() + wait.toNanos();
        Set<Multiaddr> found = new LinkedHashSet<>();
        Set<Multiaddr> asked = new HashSet<>();
        Queue<Step> next = new ArrayDeque<>(List.of(new Step(name, 1)));
        String failure = name.host() + ": no TXT record names an address that can be dialled";
        while (!next.isEmpty() && asked.size() < MOST_QUESTIONS) {
            Step step = next.remove();
            if (!asked.add(step.name())) {
                continue;
            }
            try {
                for (Multiaddr each : ask(step.name(), deadline)) {
                    if (isName(each)) {
                        if (step.depth() < MOST_STEPS) {
                            next.add(new Step(each, step.depth() + 1));
                        }
                    } else if (each.isDialable() && (localAllowed || !Reach.isLocal(each))) {
                        found.add(each);
                    }
                }
            } catch (Unreachable e) {
                failure = e.reason();
            }
        }
        if (found.isEmpty()) {
            throw new Unreachable(failure);
        }
        return new ArrayList<>(found).subList(0, Math.min(found.size(), MOST_ADDRESSES));
    }

    private List<Multiaddr> ask(Multiaddr name, long deadline) throws Unreachable {
        String question = Dnsaddr.question(name);
        String place = name.host() + ": TXT";
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.toMillis() <= 0) {
            throw new Unreachable(place + ": name not resolved within " + wait.toMillis() + " ms");
        }
        return Dnsaddr.matching(
                name, lookup.ask(question, place, left, () -> records.of(question)));
    }
}
