package io.hypha.rank;

import io.hypha.chain.Alpha;
import io.hypha.chain.BlockRef;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Take;
import io.hypha.index.Coverage;
import io.hypha.index.StakeEpoch;
import io.hypha.index.ValidatorRecord;
import io.hypha.yield.Growth;
import io.hypha.yield.PoolYield;
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

/** Orders the validators of one subnet by their score. */
final class SubnetRanking {

    private static final String NO_PEERS =
            "not enough data: a score needs 7 days of history and a validator with 100 alpha to compare with";
    private static final int SPARK_PLACES = 9;

    private final SubnetRecord subnet;
    private final BlockRef block;

    private SubnetRanking(SubnetRecord subnet) {
        this.subnet = subnet;
        this.block = subnet.newest().block();
    }

    static List<RankedValidator> of(SubnetRecord subnet, Coverage coverage) {
        return new SubnetRanking(subnet).rank(coverage);
    }

    private List<RankedValidator> rank(Coverage coverage) {
        ScoreInputs inputs = new ScoreInputs(subnet);
        Map<Hotkey, PoolYield> pools = new HashMap<>();
        List<ScoreInput> scored = new ArrayList<>();
        subnet.stakes()
                .forEach((hotkey, rows) -> {
                    if (rows.getLast().block() == block.number()) {
                        PoolYield pool = new PoolYield(subnet.epochs(), rows);
                        pools.put(hotkey, pool);
                        inputs.of(hotkey, pool, rows).ifPresent(scored::add);
                    }
                });
        Map<Hotkey, Score> scores = ScoreFormula.scores(scored);
        List<RankedValidator> rows = new ArrayList<>();
        pools.forEach((hotkey, pool) ->
                rows.add(row(hotkey, pool, Optional.ofNullable(scores.get(hotkey)), coverage)));
        return Places.number(rows, ORDER, row -> row.score() instanceof Reading.Known<Score>);
    }

    /** By score, then by what the last week returned, then by stake. */
    private static final Comparator<RankedValidator> ORDER =
            Comparator.comparing((RankedValidator row) ->
                            Places.orLowest(row.score().map(Score::points)))
                    .thenComparing(row -> Places.orLowest(row.week().map(Growth::apr)))
                    .thenComparing(row -> row.stake().toOptional().map(Alpha::rao).orElse(0L))
                    .reversed()
                    .thenComparing(RankedValidator::hotkey);

    private RankedValidator row(
            Hotkey hotkey, PoolYield pool, Optional<Score> score, Coverage coverage) {
        List<StakeEpoch> rows = subnet.stakes().getOrDefault(hotkey, List.of());
        StakeEpoch last = rows.getLast();
        String address = hotkey.address();
        String netUid = subnet.netUid().toString();
        Optional<ValidatorRecord> validator = Optional.ofNullable(subnet.validators().get(hotkey));
        ProofId proof = ProofId.of(block, "score", address, netUid);
        return new RankedValidator(
                Reading.missing(Reading.Reason.INSUFFICIENT, NO_PEERS),
                hotkey,
                subnet.netUid(),
                Places.owner(validator, block),
                Places.name(validator, block),
                Places.take(validator, block),
                Reading.known(
                        new Alpha(subnet.netUid(), last.totalRao()),
                        block,
                        Level.RECORDED,
                        ProofId.of(
                                block,
                                last.isPaid()
                                        ? "SubtensorModule.TotalHotkeyAlphaLastEpoch"
                                        : "SubtensorModule.TotalHotkeyAlpha",
                                address,
                                netUid)),
                Reading.known(
                        last.permit(),
                        block,
                        Level.RECORDED,
                        ProofId.of(block, "SubtensorModule.ValidatorPermit", netUid)),
                last.uid() < 0
                        ? Reading.missing(Reading.Reason.ABSENT, "not registered on this subnet")
                        : Reading.known(
                                new Take(last.vtrust()).ratio(),
                                block,
                                Level.RECORDED,
                                ProofId.of(block, "SubtensorModule.ValidatorTrust", netUid)),
                score.<Reading<Score>>map(
                                value -> Reading.known(value, block, Level.DERIVED, proof))
                        .orElseGet(() -> Reading.missing(Reading.Reason.INSUFFICIENT, NO_PEERS)),
                growth(pool.over(Window.DAY), address),
                growth(pool.over(Window.WEEK), address),
                growth(pool.over(Window.MONTH), address),
                Places.coverage(coverage),
                sparkline(pool),
                Level.DERIVED,
                block,
                proof);
    }

    private Reading<Growth> growth(WindowReturn earned, String address) {
        return switch (earned) {
            case WindowReturn.Earned(Growth growth) ->
                    Reading.known(
                            growth,
                            block,
                            Level.DERIVED,
                            ProofId.of(
                                    block,
                                    "yield",
                                    address,
                                    subnet.netUid().toString(),
                                    growth.window().code()));
            case WindowReturn.TooShort(String text) ->
                    Reading.missing(Reading.Reason.INSUFFICIENT, text);
        };
    }

    /** One value per day of chain time: what that day returned. */
    private static List<BigDecimal> sparkline(PoolYield pool) {
        List<BigDecimal> days = new ArrayList<>();
        List<PoolYield.Point> points = pool.points(Window.MONTH);
        if (points.isEmpty()) {
            return days;
        }
        long day = Duration.ofDays(1).toMillis();
        long end = points.getFirst().epoch().block().timestampMillis() + day;
        double before = points.getFirst().index().doubleValue();
        double at = before;
        for (PoolYield.Point point : points) {
            while (point.epoch().block().timestampMillis() > end) {
                days.add(
                        BigDecimal.valueOf(at / before - 1)
                                .setScale(SPARK_PLACES, RoundingMode.HALF_EVEN));
                before = at;
                end += day;
            }
            at = point.index().doubleValue();
        }
        boolean whole = points.getLast().epoch().block().timestampMillis() + day / 20 >= end;
        if (whole || days.isEmpty()) { // a day that has just begun would look like a fall
            days.add(
                    BigDecimal.valueOf(at / before - 1)
                            .setScale(SPARK_PLACES, RoundingMode.HALF_EVEN));
        }
        return days;
    }
}
