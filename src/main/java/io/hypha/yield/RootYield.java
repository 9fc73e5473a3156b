package io.hypha.yield;

import io.hypha.index.RootEpoch;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Accrual on root under regime R2: dividends of the subnets pile up beside the stake and wait to be
 * claimed, so the return is a sum and does not compound: {@code Σ Δrate × price}, TAO per TAO, at
 * the spot prices of each epoch.
 */
public final class RootYield {

    private final NavigableMap<Long, Long> times = new TreeMap<>();

    /**
     * @param all what every validator earned; tells which blocks paid root at all
     * @param oldestBlock the oldest block from which on the record of all subnets has no hole
     */
    public RootYield(Map<?, List<RootEpoch>> all, long oldestBlock) {
        all.values()
                .forEach(epochs ->
                        epochs.forEach(epoch -> {
                            if (epoch.block().number() >= oldestBlock) {
                                times.put(epoch.block().number(), epoch.block().timestampMillis());
                            }
                        }));
    }

    /** One validator's return over a window; "insufficient" below the window's least history. */
    public WindowReturn over(Window window, List<RootEpoch> epochs) {
        return over(window, window.least(), epochs);
    }

    /** The same with another lower bound, for comparisons that state their coverage. */
    public WindowReturn over(Window window, Duration least, List<RootEpoch> epochs) {
        if (times.isEmpty()) {
            return new WindowReturn.TooShort("no epoch on record");
        }
        List<Long> blocks = new ArrayList<>(times.keySet());
        long from = blocks.get(PoolYield.baseIndex(new ArrayList<>(times.values()), window));
        Duration span =
                Duration.ofMillis(times.lastEntry().getValue() - times.getOrDefault(from, 0L));
        if (span.isZero() || span.compareTo(least) < 0) {
            return new WindowReturn.TooShort(PoolYield.tooShort(span, window));
        }
        BigDecimal accrued = BigDecimal.ZERO;
        int counted = 0;
        int paid = 0;
        for (RootEpoch epoch : epochs) {
            if (epoch.block().number() > from && epoch.rootStakeRao() > 0) {
                accrued = accrued.add(epoch.accrual());
                counted++;
                paid += epoch.accrual().signum() > 0 ? 1 : 0;
            }
        }
        BigDecimal apr =
                accrued.multiply(BigDecimal.valueOf(PoolYield.YEAR_MILLIS))
                        .divide(
                                BigDecimal.valueOf(span.toMillis()),
                                PoolYield.PLACES,
                                RoundingMode.HALF_EVEN);
        return new WindowReturn.Earned(
                new Growth(
                        window,
                        from,
                        times.lastKey(),
                        span,
                        counted,
                        paid,
                        accrued.setScale(PoolYield.PLACES, RoundingMode.HALF_EVEN),
                        apr,
                        apr,
                        PoolYield.coverage(span, window)));
    }
}
