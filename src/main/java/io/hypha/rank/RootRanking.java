package io.hypha.rank;

import io.hypha.chain.Alpha;
import io.hypha.chain.BlockRef;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.index.Coverage;
import io.hypha.index.RootEpoch;
import io.hypha.index.ValidatorRecord;
import io.hypha.yield.Growth;
import io.hypha.yield.RootYield;
import io.hypha.yield.Window;
import io.hypha.yield.WindowReturn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders the validators on root by what their stakers accrued in 30 days. */
final class RootRanking {

    /** Below this much history nobody is ranked. */
    private static final Duration LEAST = Duration.ofDays(7);

    private static final int SPARK_PLACES = 9;

    private final Map<Hotkey, List<RootEpoch>> all;
    private final Map<Hotkey, ValidatorRecord> validators;
    private final Coverage coverage;
    private final RootYield returns;
    private final BlockRef block;

    private RootRanking(
            Map<Hotkey, List<RootEpoch>> all,
            Map<Hotkey, ValidatorRecord> validators,
            Coverage coverage,
            BlockRef block) {
        this.all = all;
        this.validators = validators;
        this.coverage = coverage;
        this.returns = new RootYield(all, coverage.oldestBlock());
        this.block = block;
    }

    static List<RankedValidator> of(
            Map<Hotkey, List<RootEpoch>> all,
            Map<Hotkey, ValidatorRecord> validators,
            Coverage coverage,
            BlockRef block) {
        return new RootRanking(all, validators, coverage, block).rank();
    }

    private List<RankedValidator> rank() {
        Map<Hotkey, BigDecimal> accruals = new HashMap<>();
        List<RankedValidator> rows = new ArrayList<>();
        all.forEach((hotkey, epochs) -> {
            if (epochs.getLast().rootStakeRao() > 0) {
                rows.add(row(hotkey, epochs));
                if (returns.over(Window.MONTH, LEAST, epochs)
                        instanceof WindowReturn.Earned(Growth growth)) {
                    accruals.put(hotkey, growth.apr());
                }
            }
        });
        Comparator<RankedValidator> order =
                Comparator.comparing((RankedValidator row) ->
                                accruals.getOrDefault(row.hotkey(), BigDecimal.valueOf(-1)))
                        .thenComparing(row -> Places.orLowest(row.week().map(Growth::apr)))
                        .thenComparing(row -> row.stake().toOptional().map(Alpha::rao).orElse(0L))
                        .reversed()
                        .thenComparing(RankedValidator::hotkey);
        return Places.number(rows, order, row -> accruals.containsKey(row.hotkey()));
    }

    private RankedValidator row(Hotkey hotkey, List<RootEpoch> epochs) {
        Optional<ValidatorRecord> validator = Optional.ofNullable(validators.get(hotkey));
        String address = hotkey.address();
        return new RankedValidator(
                Reading.missing(
                        Reading.Reason.INSUFFICIENT,
                        "not enough data: a place needs 7 days of history"),
                hotkey,
                NetUid.ROOT,
                Places.owner(validator, block),
                Places.name(validator, block),
                Places.take(validator, block),
                Reading.known(
                        new Alpha(NetUid.ROOT, epochs.getLast().rootStakeRao()),
                        epochs.getLast().block(),
                        Level.RECORDED,
                        ProofId.of(
                                epochs.getLast().block(),
                                "SubtensorModule.TotalHotkeyAlpha",
                                address,
                                "0")),
                Reading.missing(Reading.Reason.UNSUPPORTED, "permits belong to subnets"),
                Reading.missing(Reading.Reason.UNSUPPORTED, "vtrust belongs to subnets"),
                Reading.missing(
                        Reading.Reason.UNSUPPORTED, "root is ordered by accrual, not by a score"),
                growth(returns.over(Window.DAY, epochs), address),
                growth(returns.over(Window.WEEK, epochs), address),
                growth(returns.over(Window.MONTH, epochs), address),
                Places.coverage(coverage),
                sparkline(epochs),
                Level.DERIVED,
                block,
                ProofId.of(block, "yield", address, "0", Window.MONTH.code()));
    }

    private Reading<Growth> growth(WindowReturn earned, String address) {
        return switch (earned) {
            case WindowReturn.Earned(Growth growth) ->
                    Reading.known(
                            growth,
                            block,
                            Level.DERIVED,
                            ProofId.of(block, "yield", address, "0", growth.window().code()));
            case WindowReturn.TooShort(String text) ->
                    Reading.missing(Reading.Reason.INSUFFICIENT, text);
        };
    }

    /** One value per day of chain time: what that day accrued. */
    private List<BigDecimal> sparkline(List<RootEpoch> epochs) {
        long day = Duration.ofDays(1).toMillis();
        long span = Math.min(coverage.span().toMillis(), Window.MONTH.length().toMillis());
        int days = (int) (span / day); // whole days, back from the newest block
        long start = block.timestampMillis() - days * day;
        BigDecimal[] sums = new BigDecimal[days];
        java.util.Arrays.fill(sums, BigDecimal.ZERO);
        for (RootEpoch epoch : epochs) {
            long since = epoch.block().timestampMillis() - start;
            if (since > 0 && days > 0) {
                int index = (int) Math.min(days - 1L, (since - 1) / day);
                sums[index] = sums[index].add(epoch.accrual());
            }
        }
        return java.util.Arrays.stream(sums)
                .map(sum -> sum.setScale(SPARK_PLACES, RoundingMode.HALF_EVEN))
                .toList();
    }
}
