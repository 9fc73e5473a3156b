package io.hypha.devnet.runtime;

/**
 * What fixes a devnet's genesis and its rhythm. Equal specs give equal genesis bytes.
 *
 * @param seed names, qualities, stakes and weights are derived from it
 * @param creationTimeMillis Unix time of the last history block, a multiple of {@code
 *     slotDurationMillis}
 * @param slotDurationMillis length of an Aura slot, which is the time between live blocks; even, ≥
 *     2
 * @param historyBlocks blocks 1..historyBlocks are history; each is one epoch of every subnet
 * @param historyStepMillis chain time between history blocks, a multiple of {@code
 *     slotDurationMillis}
 * @param epochBlocks a live epoch ends at each block whose distance from the last history block is
 *     a multiple of this
 */
public record DevnetSpec(
        String seed,
        long creationTimeMillis,
        long slotDurationMillis,
        int historyBlocks,
        long historyStepMillis,
        int epochBlocks) {

    /** Thirty days of history: 600 epochs of 72 minutes. */
    public static final int HISTORY_BLOCKS = 600;

    public static final long HISTORY_STEP_MILLIS = 4_320_000;
    public static final int EPOCH_BLOCKS = 20;

    public DevnetSpec {
        require(seed.length() <= 256, "a seed has at most 256 characters");
        require(
                slotDurationMillis >= 2 && slotDurationMillis % 2 == 0,
                "a slot is an even count of milliseconds");
        require(slotDurationMillis <= 60_000, "a slot is at most a minute");
        require(
                creationTimeMillis % slotDurationMillis == 0,
                "the creation time is the start of a slot");
        require(historyBlocks >= 0 && historyBlocks <= 10_000, "history is 0..10000 blocks");
        require(
                historyStepMillis > 0 && historyStepMillis % slotDurationMillis == 0,
                "history blocks are a whole number of slots apart");
        require(epochBlocks > 0, "an epoch takes at least one block");
        require(
                creationTimeMillis / historyStepMillis > historyBlocks,
                "history would start before 1970");
    }

    /** Thirty days of history that end in the slot of {@code nowMillis}. */
    public static DevnetSpec startingAt(String seed, long nowMillis, long slotDurationMillis) {
        return new DevnetSpec(
                seed,
                Math.floorDiv(nowMillis, slotDurationMillis) * slotDurationMillis,
                slotDurationMillis,
                HISTORY_BLOCKS,
                Math.ceilDiv(HISTORY_STEP_MILLIS, slotDurationMillis) * slotDurationMillis,
                EPOCH_BLOCKS);
    }

    /** Chain time at which genesis stands: one history step before block 1. */
    public long genesisTimeMillis() {
        return creationTimeMillis - historyBlocks * historyStepMillis;
    }

    /** The Aura slot of a history block (1..historyBlocks). */
    public long historySlot(long number) {
        return (genesisTimeMillis() + number * historyStepMillis) / slotDurationMillis;
    }

    /** Whether every subnet runs its epoch in block {@code number}. */
    public boolean isEpoch(long number) {
        return number > 0
                && (number <= historyBlocks || (number - historyBlocks) % epochBlocks == 0);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
