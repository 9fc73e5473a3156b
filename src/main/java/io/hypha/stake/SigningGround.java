package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.NodeStatus;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.metadata.RuntimeMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a signature stands on: the newest justified block in which its era begins, the period that
 * reaches far enough past the newest sealed one, and the confirmed metadata of the runtime that
 * makes the block after it.
 */
sealed interface SigningGround {

    /** No era reaches further. */
    long MAX_PERIOD = 2_048;

    /**
     * So much older than the blocks sealed above it explain: the chain, or what we see of it,
     * stands still.
     */
    Duration STALE = Duration.ofMinutes(5);

    /** Slots that may be missed for each block that is sealed. */
    int SLOTS_PER_BLOCK = 2;

    /**
     * Signing may go on.
     *
     * @param birth the newest justified block: the era begins there
     * @param head number of the newest block, sealed or final
     * @param period of the era, in blocks
     */
    record Firm(
            FinalizedHead birth,
            long head,
            long period,
            RuntimeInfo runtime,
            RuntimeMetadata metadata)
            implements SigningGround {}

    record Off(String sentence) implements SigningGround {}

    static SigningGround of(LightNode node, MetadataCache cache, Instant now) {
        NodeStatus status = node.status();
        switch (status.state()) {
            case NO_CHECKPOINT, STOPPED, NO_PEER -> {
                return new Off(status.explanation());
            }
            case CONNECTING, WARP_SYNCING, CHAIN_INFORMATION, FOLLOWING -> {}
        }
        Optional<FinalizedHead> finalized = node.finalizedHead();
        Optional<NodeStatus.Upgrade> upgrade =
                status.code()
                        .flatMap(NodeStatus.Code::pending)
                        .filter(each -> isAbove(each, finalized));
        if (upgrade.isPresent()) {
            return new Off(upgrading(upgrade.get()));
        }
        if (finalized.isEmpty()) {
            return new Off("No block is proven final yet.");
        }
        FinalizedHead birth = finalized.get();
        long head = Math.max(birth.number(), status.sealed().map(BlockId::number).orElse(0L));
        long period = period(head - birth.number());
        if (period > MAX_PERIOD) {
            return new Off(
                    "Finality is "
                            + (head - birth.number())
                            + " blocks old; an era that begins there would end too early. Signing waits for the next"
                            + " final block.");
        }
        Duration age = Duration.between(Instant.ofEpochMilli(birth.timestampMillis()), now);
        Duration explained =
                status.slotDuration().multipliedBy(SLOTS_PER_BLOCK * (head - birth.number()));
        if (age.compareTo(STALE.plus(explained)) > 0) {
            return new Off(
                    "No block has been finalized for %d minutes, and only %d are sealed above the newest. Signing waits until the chain goes on."
                            .formatted(age.toMinutes(), head - birth.number()));
        }
        return switch (node.nextRuntime(birth)) {
            case Answer.Missing<RuntimeInfo>(var _, String text) -> new Off(text);
            case Answer.Given<RuntimeInfo>(RuntimeInfo runtime) ->
                    new Firm(birth, head, period, runtime, cache.of(runtime));
        };
    }

    /** By the final block itself: that the node has read the new code comes a while later. */
    private static boolean isAbove(NodeStatus.Upgrade upgrade, Optional<FinalizedHead> finalized) {
        return !upgrade.isFinal()
                && finalized.filter(head -> head.number() >= upgrade.at().number()).isEmpty();
    }

    /** What is signed for the old runtime now may be looked at by the new one, and be nothing. */
    private static String upgrading(NodeStatus.Upgrade upgrade) {
        return "Block #%d brings a new runtime%s, in office from the next block on. Signing waits until that block is final, so that nothing is signed for the old one."
                .formatted(
                        upgrade.at().number(),
                        upgrade.specVersion().map(each -> " (spec " + each + ")").orElse(""));
    }

    /** The smallest power of two that is at least 64 + 2 × distance. */
    static long period(long distance) {
        long least = 64 + 2 * Math.max(0, distance);
        long period = Long.highestOneBit(least);
        return period == least ? period : period << 1;
    }
}
