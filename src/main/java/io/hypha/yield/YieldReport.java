package io.hypha.yield;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;

/**
 * The {@code yield FILE} command's computation over blocks of 12 seconds.
 *
 * <p>Source of the rule: realised yield of a share pool, {@code Π total / (total − dividends)}; a year is
 * 2 628 000 blocks.
 */
public sealed interface YieldReport {

    /** One epoch: dividends net of take, and the pool's total after them. Amounts are u64. */
    record Epoch(long block, BigInteger dividends, BigInteger total) {}

    /**
     * The result as text: index to 18 places, apr, apy and coverage to 12, cut toward zero.
     *
     * @param coverage empty without tempo, or when no whole epoch fits
     */
    record Computed(String index, String apr, String apy, long blocks, java.util.Optional<String> coverage)
            implements YieldReport {}

    /** Dividends that are not less than the total: no pool can pay that. */
    record Impossible(long block, String reason) implements YieldReport {}

    /**
     * Computes the report.
     *
     * @throws IllegalArgumentException when the input is bad: no epoch, last block not after {@code fromBlock},
     *     blocks that do not rise, a tempo below 1, an amount outside u64
     */
    static YieldReport of(long fromBlock, OptionalLong tempo, List<Epoch> epochs) {
        throw new IllegalStateException("not built yet");
    }
}
