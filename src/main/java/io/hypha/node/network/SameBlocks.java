package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which blocks one side asked the other for, and how often. Substrate gives the same blocks twice
 * and punishes a third time; a question that was answered with nothing is not counted, since the
 * block may be there the next time ({@code sc-network-sync}, block request handler).
 */
final class SameBlocks {

    /** Substrate's bound. */
    static final int MOST = 2;

    private final int remembered;
    private final Map<Bytes, Integer> times = new LinkedHashMap<>();

    /**
     * @param remembered so many different requests at most; of more the oldest are forgotten
     */
    SameBlocks(int remembered) {
        this.remembered = remembered;
    }

    /** Counts a request that is put; false, and not counted, when it was put twice already. */
    synchronized boolean ask(Bytes request) {
        int before = times.getOrDefault(request, 0);
        if (before >= MOST) {
            return false;
        }
        if (before == 0 && times.size() >= remembered) {
            times.remove(times.keySet().iterator().next());
        }
        times.put(request, before + 1);
        return true;
    }

    /** It was answered with nothing: not counted after all. */
    synchronized void gotNothing(Bytes request) {
        times.computeIfPresent(request, (_, before) -> before == 1 ? null : before - 1);
    }
}
