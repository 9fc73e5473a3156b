package io.hypha.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Epochs of one subnet as a chain: each names the one before it, so that holes show. */
public final class EpochLinks {

    private EpochLinks() {}

    /** Those that are reached from the newest without a hole, oldest first. */
    public static List<SubnetEpoch> unbroken(List<SubnetEpoch> epochs) {
        Map<Long, SubnetEpoch> byBlock = new HashMap<>();
        Optional<SubnetEpoch> newest = Optional.empty();
        for (SubnetEpoch epoch : epochs) {
            byBlock.put(epoch.block().number(), epoch);
            if (newest.isEmpty() || newest.get().block().number() < epoch.block().number()) {
                newest = Optional.of(epoch);
            }
        }
        List<SubnetEpoch> unbroken = new ArrayList<>();
        Optional<SubnetEpoch> at = newest;
        while (at.isPresent()) {
            unbroken.add(at.get());
            at = Optional.ofNullable(byBlock.remove(at.get().previousBlock()));
        }
        Collections.reverse(unbroken);
        return unbroken;
    }

    /**
     * How far an unbroken record reaches.
     *
     * @param unbroken oldest first, not empty
     * @param gap why the epoch before the oldest is not on record; empty when there is no reason
     */
    public static Coverage coverage(List<SubnetEpoch> unbroken, String gap) {
        SubnetEpoch oldest = unbroken.getFirst();
        SubnetEpoch newest = unbroken.getLast();
        boolean complete = oldest.previousBlock() == 0;
        String reason =
                oldest.previousBlock() < 0 && gap.isEmpty()
                        ? "the state before is gone at every source"
                        : gap;
        return new Coverage(
                unbroken.size(),
                newest.block().number(),
                oldest.block().number(),
                Duration.ofMillis(
                        newest.block().timestampMillis() - oldest.block().timestampMillis()),
                complete,
                complete ? "" : reason);
    }

    /** What holds for root: it reaches as far back as the shortest of the subnets that pay it. */
    public static Coverage root(List<List<SubnetEpoch>> unbrokenBySubnet, String gap) {
        long since = Long.MIN_VALUE;
        long oldestBlock = 0;
        long newest = 0;
        long newestBlock = 0;
        boolean complete = true;
        for (List<SubnetEpoch> subnet : unbrokenBySubnet) {
            SubnetEpoch oldest = subnet.getFirst();
            if (oldest.block().timestampMillis() > since) {
                since = oldest.block().timestampMillis();
                oldestBlock = oldest.block().number();
            }
            if (subnet.getLast().block().timestampMillis() > newest) {
                newest = subnet.getLast().block().timestampMillis();
                newestBlock = subnet.getLast().block().number();
            }
            complete &= oldest.previousBlock() == 0;
        }
        long from = oldestBlock;
        int epochs =
                (int)
                        unbrokenBySubnet.stream()
                                .flatMap(List::stream)
                                .mapToLong(epoch -> epoch.block().number())
                                .filter(block -> block >= from)
                                .distinct()
                                .count();
        return new Coverage(
                epochs,
                newestBlock,
                oldestBlock,
                Duration.ofMillis(newest - since),
                complete,
                complete ? "" : gap);
    }
}
