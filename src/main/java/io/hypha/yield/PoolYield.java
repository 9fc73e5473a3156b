package io.hypha.yield;

import io.hypha.index.StakeEpoch;
import io.hypha.index.SubnetEpoch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Return of a share pool: of one validator's stakers on one subnet, in that subnet's alpha, net of
 * take.
 *
 * <p>The window begins at the last epoch that is at least its length before the newest one, or at
 * the oldest epoch on record; only epochs after that one count. An epoch in which the validator was
 * paid nothing is a real zero. An epoch without a row (no stake yet) says nothing.
 */
public final class PoolYield {

    static final long YEAR_MILLIS = Duration.ofDays(365).toMillis();
    static final int PLACES = 12;
    private static final int COVERAGE_PLACES = 4;
    private static final MathContext CHART = new MathContext(30);

    private final List<SubnetEpoch> epochs;
    private final Map<Long, StakeEpoch> rows = new HashMap<>();

    /**
     * @param epochs the subnet's, unbroken, oldest first
     * @param rows the validator's, in any order
     */
    public PoolYield(List<SubnetEpoch> epochs, List<StakeEpoch> rows) {
        this.epochs = List.copyOf(epochs);
        rows.forEach(row -> this.rows.put(row.block(), row));
    }

    /** One counted epoch. */
    public record Counted(SubnetEpoch epoch, StakeEpoch row) {}

    /**
     * A point of the index: growth since the first, with a mark where an epoch before it has no
     * row.
     */
    public record Point(SubnetEpoch epoch, BigDecimal index, boolean gapBefore) {}

    /** The return over a window; "insufficient" below the window's least history. */
    public WindowReturn over(Window window) {
        return over(window, window.least());
    }

    /**
     * The return over a window with another lower bound, for comparisons that state their coverage.
     *
     * @param least shortest span that is good enough
     */
    public WindowReturn over(Window window, Duration least) {
        Optional<Integer> base = base(window);
        if (base.isEmpty()) {
            return new WindowReturn.TooShort("no epoch with stake on record");
        }
        SubnetEpoch from = epochs.get(base.get());
        SubnetEpoch to = epochs.getLast();
        Duration span =
                Duration.ofMillis(to.block().timestampMillis() - from.block().timestampMillis());
        if (span.isZero() || span.compareTo(least) < 0) {
            return new WindowReturn.TooShort(tooShort(span, window));
        }
        GrowthIndex.Builder index = GrowthIndex.builder();
        int paid = 0;
        List<Counted> counted = counted(window);
        for (Counted each : counted) {
            index.add(
                    BigInteger.valueOf(each.row().dividendsRao()),
                    BigInteger.valueOf(each.row().totalRao()));
            paid += each.row().isPaid() ? 1 : 0;
        }
        GrowthIndex growth = index.build();
        BigDecimal apy;
        try {
            apy = growth.compounded(YEAR_MILLIS, span.toMillis(), PLACES);
        } catch (ArithmeticException e) {
            return new WindowReturn.TooShort("a pool too small to annualise: " + e.getMessage());
        }
        return new WindowReturn.Earned(
                new Growth(
                        window,
                        from.block().number(),
                        to.block().number(),
                        span,
                        counted.size(),
                        paid,
                        growth.gain(PLACES),
                        growth.simple(YEAR_MILLIS, span.toMillis(), PLACES),
                        apy,
                        coverage(span, window)));
    }

    /** The epochs that count in a window, oldest first: the inputs of its return. */
    public List<Counted> counted(Window window) {
        Optional<Integer> base = base(window);
        List<Counted> counted = new ArrayList<>();
        for (int i = base.orElse(epochs.size()) + 1; i < epochs.size(); i++) {
            StakeEpoch row = rows.get(epochs.get(i).block().number());
            if (row != null && row.isCountable()) {
                counted.add(new Counted(epochs.get(i), row));
            }
        }
        return counted;
    }

    /** The index over a window, for a chart. */
    public List<Point> points(Window window) {
        List<Point> points = new ArrayList<>();
        BigDecimal index = BigDecimal.ONE;
        boolean gap = false;
        for (int i = base(window).orElse(epochs.size()); i < epochs.size(); i++) {
            StakeEpoch row = rows.get(epochs.get(i).block().number());
            if (row == null || !row.isCountable()) {
                gap = !points.isEmpty();
                continue;
            }
            if (!points.isEmpty()) {
                index =
                        index.multiply(BigDecimal.valueOf(row.totalRao()), CHART)
                                .divide(
                                        BigDecimal.valueOf(row.totalRao() - row.dividendsRao()),
                                        CHART);
            }
            points.add(
                    new Point(epochs.get(i), index.setScale(PLACES, RoundingMode.HALF_EVEN), gap));
            gap = false;
        }
        return points;
    }

    /** The epoch after which the window counts, as an index; empty when there is no row at all. */
    private Optional<Integer> base(Window window) {
        if (epochs.isEmpty()) {
            return Optional.empty();
        }
        int base =
                baseIndex(
                        epochs.stream().map(epoch -> epoch.block().timestampMillis()).toList(),
                        window);
        for (int i = base; i < epochs.size(); i++) {
            if (rows.containsKey(epochs.get(i).block().number())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /**
     * The last of those times that lies at least the window's length before the last; else the
     * first.
     */
    static int baseIndex(List<Long> times, Window window) {
        long target = times.getLast() - window.length().toMillis();
        int base = 0;
        for (int i = 0; i < times.size() && times.get(i) <= target; i++) {
            base = i;
        }
        return base;
    }

    static BigDecimal coverage(Duration span, Window window) {
        return BigDecimal.valueOf(span.toMillis())
                .divide(
                        BigDecimal.valueOf(window.length().toMillis()),
                        COVERAGE_PLACES,
                        RoundingMode.DOWN)
                .min(BigDecimal.ONE.setScale(COVERAGE_PLACES));
    }

    static String tooShort(Duration span, Window window) {
        return "not enough data: "
                + days(span)
                + " of "
                + days(window.length())
                + " days on record, "
                + days(window.least())
                + " are needed";
    }

    private static String days(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds())
                .divide(BigDecimal.valueOf(86_400), 1, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
