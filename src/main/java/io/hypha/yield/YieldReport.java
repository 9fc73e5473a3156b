package io.hypha.yield;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The {@code yield FILE} command's computation over blocks of 12 seconds.
 *
 * <p>Source of the rule: realised yield of a share pool, {@code Π total / (total − dividends)}; a
 * year is 2 628 000 blocks. An epoch with total 0 is not counted.
 */
public sealed interface YieldReport {

    long BLOCKS_PER_YEAR = 2_628_000;
    int INDEX_PLACES = 18;
    int PLACES = 12;

    /** One epoch: dividends net of take, and the pool's total after them, both u64 rao. */
    record Epoch(long block, BigInteger dividends, BigInteger total) {
        public Epoch {
            requireU64("dividends", block, dividends);
            requireU64("total", block, total);
        }
    }

    /**
     * The result as text, rounded half even: index to 18 places, apr, apy and coverage to 12.
     *
     * @param coverage empty without tempo, or when no whole epoch fits
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Computed(String index, String apr, String apy, long blocks, Optional<String> coverage)
            implements YieldReport {}

    /** Dividends that are not less than the total: no pool can pay that. */
    record Impossible(long block, String reason) implements YieldReport {}

    /**
     * Computes the report.
     *
     * @param fromBlock the growth begins after this block
     * @param tempo blocks between epochs
     * @param epochs oldest first
     * @throws IllegalArgumentException when the input is bad: no epoch, blocks that do not rise, a
     *     last block that is not after {@code fromBlock}, a tempo below 1
     */
    static YieldReport of(long fromBlock, OptionalLong tempo, List<Epoch> epochs) {
        requireInOrder(fromBlock, tempo, epochs);
        GrowthIndex.Builder index = GrowthIndex.builder();
        long counted = 0;
        for (Epoch epoch : epochs) {
            if (epoch.total().signum() == 0) {
                continue;
            }
            if (epoch.dividends().compareTo(epoch.total()) >= 0) {
                return new Impossible(
                        epoch.block(),
                        "epoch "
                                + epoch.block()
                                + ": dividends "
                                + epoch.dividends()
                                + " are not less than the total "
                                + epoch.total());
            }
            index.add(epoch.dividends(), epoch.total());
            counted++;
        }
        long blocks = epochs.getLast().block() - fromBlock;
        return computed(index.build(), blocks, counted, tempo);
    }

    private static YieldReport computed(
            GrowthIndex growth, long blocks, long counted, OptionalLong tempo) {
        String apy;
        try {
            apy = growth.compounded(BLOCKS_PER_YEAR, blocks, PLACES).toPlainString();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "epochs: " + blocks + " blocks that compound to " + e.getMessage(), e);
        }
        return new Computed(
                growth.value(INDEX_PLACES).toPlainString(),
                growth.simple(BLOCKS_PER_YEAR, blocks, PLACES).toPlainString(),
                apy,
                blocks,
                coverage(counted, blocks, tempo));
    }

    private static Optional<String> coverage(long counted, long blocks, OptionalLong tempo) {
        long expected = tempo.isPresent() ? blocks / tempo.getAsLong() : 0;
        if (expected == 0) {
            return Optional.empty();
        }
        return Optional.of(
                BigDecimal.valueOf(Math.min(counted, expected))
                        .divide(BigDecimal.valueOf(expected), PLACES, RoundingMode.HALF_EVEN)
                        .toPlainString());
    }

    private static void requireInOrder(long fromBlock, OptionalLong tempo, List<Epoch> epochs) {
        if (tempo.isPresent() && tempo.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "tempo: expected 1 or more, found " + tempo.getAsLong());
        }
        if (fromBlock < 0) {
            throw new IllegalArgumentException("fromBlock: expected 0 or more, found " + fromBlock);
        }
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("epochs: expected at least one, found none");
        }
        long before = -1;
        for (Epoch epoch : epochs) {
            if (epoch.block() <= before) {
                throw new IllegalArgumentException(
                        "epochs: expected rising blocks, found "
                                + epoch.block()
                                + " after "
                                + before);
            }
            before = epoch.block();
        }
        if (before <= fromBlock) {
            throw new IllegalArgumentException(
                    "epochs: expected a last block after fromBlock "
                            + fromBlock
                            + ", found "
                            + before);
        }
    }

    private static void requireU64(String name, long block, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 64) {
            throw new IllegalArgumentException(
                    "epochs: " + name + " at block " + block + " must be a u64, found " + value);
        }
    }
}
