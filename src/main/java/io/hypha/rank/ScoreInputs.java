package io.hypha.rank;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Take;
import io.hypha.index.StakeEpoch;
import io.hypha.index.SubnetEpoch;
import io.hypha.index.TakeRecord;
import io.hypha.index.ValidatorRecord;
import io.hypha.yield.Growth;
import io.hypha.yield.PoolYield;
import io.hypha.yield.Window;
import io.hypha.yield.WindowReturn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the raw inputs of all scores of one subnet out of its record. */
final class ScoreInputs {

    private static final MathContext PRECISION = MathContext.DECIMAL128;
    private static final int LAST_EPOCHS = 5;
    private static final Duration YOUNG_OWNER = Duration.ofDays(7);

    /** Five points of take. */
    private static final int STEEP_PARTS = Take.WHOLE / 20;

    private final SubnetRecord subnet;
    private final Map<Coldkey, BigInteger> ownerWeights = new HashMap<>();
    private BigInteger allWeight = BigInteger.ZERO;

    ScoreInputs(SubnetRecord subnet) {
        this.subnet = subnet;
        long newest = subnet.newest().block().number();
        subnet.stakes()
                .forEach((hotkey, rows) -> {
                    if (rows.getLast().block() == newest) {
                        BigInteger weight = weight(hotkey, rows.getLast());
                        allWeight = allWeight.add(weight);
                        ownerWeights.merge(owner(hotkey), weight, BigInteger::add);
                    }
                });
    }

    /** Its inputs; empty while nothing can be counted. */
    Optional<ScoreInput> of(Hotkey hotkey, PoolYield pool, List<StakeEpoch> rows) {
        if (!(pool.over(Window.MONTH, Duration.ofMillis(1))
                instanceof WindowReturn.Earned(Growth growth))) {
            return Optional.empty();
        }
        StakeEpoch last = rows.getLast();
        List<PoolYield.Counted> month = pool.counted(Window.MONTH);
        List<PoolYield.Counted> week = pool.counted(Window.WEEK);
        SubnetEpoch newest = subnet.newest();
        BigDecimal tempo = BigDecimal.valueOf(Math.max(1, newest.tempo()));
        Increases increases = increases(hotkey, rows);
        return Optional.of(
                new ScoreInput(
                        hotkey,
                        perWindow(growth),
                        last.totalRao(),
                        growth.span(),
                        growth.epochs(),
                        growth.paid(),
                        meanVtrust(week),
                        BigDecimal.valueOf(weightAge95(week, newest)).divide(tempo, PRECISION),
                        BigDecimal.valueOf(newest.activityCutoff()).divide(tempo, PRECISION),
                        increases.count(),
                        increases.steep(),
                        share(hotkey),
                        caps(hotkey, last, month, newest)));
    }

    /** A validator with a shorter history than the subnet is compared at the same pace. */
    private BigDecimal perWindow(Growth growth) {
        long whole =
                Math.min(
                        Window.MONTH.length().toMillis(),
                        subnet.newest().block().timestampMillis()
                                - subnet.epochs().getFirst().block().timestampMillis());
        return growth.span().toMillis() >= whole
                ? growth.realised()
                : growth.realised()
                        .multiply(BigDecimal.valueOf(whole))
                        .divide(BigDecimal.valueOf(growth.span().toMillis()), PRECISION);
    }

    private static BigDecimal meanVtrust(List<PoolYield.Counted> week) {
        if (week.isEmpty()) {
            return BigDecimal.ZERO;
        }
        long sum = week.stream().mapToLong(each -> each.row().vtrust()).sum();
        return BigDecimal.valueOf(sum)
                .divide(BigDecimal.valueOf((long) week.size() * Take.WHOLE), PRECISION);
    }

    /** 95th percentile by nearest rank, in blocks; the cutoff where nothing tells. */
    private static long weightAge95(List<PoolYield.Counted> week, SubnetEpoch newest) {
        List<Long> ages =
                week.stream()
                        .filter(each -> each.row().uid() >= 0)
                        .map(each -> age(each.row()))
                        .sorted()
                        .toList();
        return ages.isEmpty()
                ? newest.activityCutoff()
                : ages.get(Math.ceilDiv(ages.size() * 19, 20) - 1);
    }

    private static long age(StakeEpoch row) {
        return Math.max(0, row.block() - row.lastUpdateBlock());
    }

    private BigDecimal share(Hotkey hotkey) {
        if (allWeight.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return new BigDecimal(ownerWeights.getOrDefault(owner(hotkey), BigInteger.ZERO))
                .divide(new BigDecimal(allWeight), PRECISION);
    }

    /** Alpha here and, weighted, TAO on root; without child keys. */
    private BigInteger weight(Hotkey hotkey, StakeEpoch row) {
        long rootStake =
                Optional.ofNullable(subnet.validators().get(hotkey))
                        .map(ValidatorRecord::rootStakeRao)
                        .orElse(0L);
        return subnet.newest()
                .rootWeight()
                .multiply(BigInteger.valueOf(rootStake))
                .shiftRight(64)
                .add(BigInteger.valueOf(row.totalRao()));
    }

    /** An unknown owner is an owner of his own. */
    private Coldkey owner(Hotkey hotkey) {
        return Optional.ofNullable(subnet.validators().get(hotkey))
                .map(ValidatorRecord::owner)
                .orElseGet(() -> new Coldkey(hotkey.key()));
    }

    private record Increases(int count, boolean steep) {}

    private Increases increases(Hotkey hotkey, List<StakeEpoch> rows) {
        int count = 0;
        boolean steep = false;
        List<TakeRecord> takes = subnet.takes().getOrDefault(hotkey, List.of());
        for (int i = 1; i < takes.size(); i++) {
            int change = takes.get(i).take().parts() - takes.get(i - 1).take().parts();
            count += change > 0 ? 1 : 0;
            steep |= change > STEEP_PARTS;
        }
        for (int i = 1; i < rows.size(); i++) {
            int change = rows.get(i).childkeyTake() - rows.get(i - 1).childkeyTake();
            count += change > 0 ? 1 : 0;
            steep |= change > STEEP_PARTS;
        }
        return new Increases(count, steep);
    }

    private List<Score.Cap> caps(
            Hotkey hotkey, StakeEpoch last, List<PoolYield.Counted> month, SubnetEpoch newest) {
        List<Score.Cap> caps = new ArrayList<>();
        List<PoolYield.Counted> recent =
                month.subList(Math.max(0, month.size() - LAST_EPOCHS), month.size());
        boolean unpaid = recent.stream().noneMatch(each -> each.row().isPaid());
        if (!last.permit() && unpaid) {
            caps.add(new Score.Cap(20, "no validator permit, and no child that earns"));
        }
        if (last.uid() >= 0 && newest.activityCutoff() > 0 && age(last) > newest.activityCutoff()) {
            caps.add(
                    new Score.Cap(
                            30,
                            "inactive: weights "
                                    + age(last)
                                    + " blocks old, cutoff "
                                    + newest.activityCutoff()));
        }
        if (unpaid && recent.size() == LAST_EPOCHS) {
            caps.add(new Score.Cap(40, "paid nothing in its last 5 epochs"));
        }
        ownerChange(hotkey, newest).ifPresent(caps::add);
        return caps;
    }

    private Optional<Score.Cap> ownerChange(Hotkey hotkey, SubnetEpoch newest) {
        ValidatorRecord validator = subnet.validators().get(hotkey);
        if (validator == null || validator.ownerSinceBlock() <= validator.firstSeenAt()) {
            return Optional.empty();
        }
        long since = newest.block().timestampMillis() - YOUNG_OWNER.toMillis();
        return subnet.epochs().stream()
                .filter(epoch -> epoch.block().number() >= validator.ownerSinceBlock())
                .findFirst()
                .filter(epoch -> epoch.block().timestampMillis() > since)
                .map(epoch ->
                        new Score.Cap(
                                60,
                                "changed its owner at block "
                                        + epoch.block().number()
                                        + ", less than 7 days ago"));
    }
}
