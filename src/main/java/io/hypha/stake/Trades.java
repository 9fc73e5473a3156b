package io.hypha.stake;

import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The trades of one plan, one after the other, each on the pool as those before it left it.
 *
 * <p>The first trade against a pool is asked of the chain's own runtime and held against our
 * formula; a difference of more than {@value #TOLERATED} rao is an alarm. The runtime simulates on
 * the state of the block only, so further trades against the same pool are our formula on the moved
 * pool: Derived, and held against what the runtime says of all of them as one.
 */
final class Trades {

    /** The chain's 18-place power may differ from ours by so much, rao. */
    static final long TOLERATED = 2;

    /**
     * One trade.
     *
     * @param given rao, fee included
     * @param priceAfter TAO per alpha at the margin
     */
    record Trade(
            long given, long fee, long out, BigDecimal spot, BigDecimal priceAfter, Level level) {}

    private final ExecutedSwaps swaps;
    private final MovedPools pools;
    private final Set<NetUid> moved = new HashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<String> alarms = new ArrayList<>();

    Trades(ExecutedSwaps swaps, MovedPools pools) {
        this.swaps = swaps;
        this.pools = pools;
    }

    List<String> alarms() {
        return List.copyOf(alarms);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** TAO for alpha; on root one to one. */
    Trade buy(NetUid netUid, long tao, boolean withFee) {
        return trade(true, netUid, tao, withFee);
    }

    /** Alpha for TAO. */
    Trade sell(NetUid netUid, long alpha, boolean withFee) {
        return trade(false, netUid, alpha, withFee);
    }

    private Trade trade(boolean buy, NetUid netUid, long amount, boolean withFee) {
        Optional<SubnetPool> known = pools.known(netUid);
        known.ifPresent(pool -> pools.requireRoom(buy, pool, amount));
        boolean moves = known.filter(SubnetPool::oneToOne).isEmpty();
        if (moves && moved.contains(netUid)) {
            return further(buy, netUid, known, amount, withFee);
        }
        moved.add(netUid);
        long asked =
                withFee
                        ? amount
                        : swaps.gross(
                                buy,
                                netUid,
                                known.map(pool -> MovedPools.gross(pool, amount)).orElse(amount),
                                amount);
        return switch (swaps.trade(buy, netUid, asked)) {
            case ExecutedSwaps.Said.Swapped(long out, long fee) -> {
                if (!withFee) {
                    known.ifPresent(pool -> compareFee(buy, pool, asked, fee));
                }
                if (!withFee && asked - fee != amount) {
                    yield known.map(pool -> withoutGross(buy, pool, amount))
                            .orElseThrow(() ->
                                    PlanStop.unknown(
                                            Reading.Reason.UNSUPPORTED,
                                            "What subnet %s gives without a fee is not told by this runtime, and its curve is not known here."
                                                    .formatted(netUid)));
                }
                yield executed(buy, netUid, known, amount, withFee, withFee ? fee : 0, out);
            }
            case ExecutedSwaps.Said.Impossible _ ->
                    throw PlanStop.refused(
                            PlanAnswer.Field.AMOUNT,
                            "The chain's runtime says that the pool of subnet %s does not take %s."
                                    .formatted(netUid, given(amount, buy, netUid)));
            case ExecutedSwaps.Said.NotOffered _ ->
                    derived(
                            buy,
                            netUid,
                            known,
                            amount,
                            withFee,
                            "This runtime cannot simulate swaps; the amounts are our formula's.");
            case ExecutedSwaps.Said.Unknown(var _, String text) ->
                    derived(
                            buy,
                            netUid,
                            known,
                            amount,
                            withFee,
                            "The chain's runtime could not be asked, so the amounts are our formula's: "
                                    + text);
        };
    }

    private Trade executed(
            boolean buy,
            NetUid netUid,
            Optional<SubnetPool> known,
            long amount,
            boolean withFee,
            long fee,
            long out) {
        if (out <= 0) {
            throw nothingForIt();
        }
        if (known.isEmpty()) {
            warnings.add(
                    "The curve of subnet %s is not known here: the runtime's amounts stand alone, without a second reckoning."
                            .formatted(netUid));
            return new Trade(
                    amount,
                    fee,
                    out,
                    price(netUid),
                    marginal(buy, netUid, amount, out),
                    Level.EXECUTED);
        }
        SubnetPool pool = known.get();
        PoolCurve curve = new PoolCurve(pool);
        PoolCurve.Trade ours = buy ? curve.buy(amount, withFee) : curve.sell(amount, withFee);
        compare(buy, netUid, amount, "receives", buy, ours.out(), out, TOLERATED);
        if (withFee) {
            compareFee(buy, pool, amount, fee);
        }
        pools.move(buy, pool, ours);
        return new Trade(amount, fee, out, pool.spotPrice(), ours.priceAfter(), Level.EXECUTED);
    }

    private void compareFee(boolean buy, SubnetPool pool, long amount, long fee) {
        long ours = new PoolCurve(pool).fee(amount);
        compare(buy, pool.netUid(), amount, "pays a pool fee of", !buy, ours, fee, TOLERATED);
    }

    private Trade withoutGross(boolean buy, SubnetPool pool, long amount) {
        return derived(
                buy,
                pool.netUid(),
                Optional.of(pool),
                amount,
                false,
                "What subnet %s gives without a fee is not told by this runtime; it is our formula's."
                        .formatted(pool.netUid()));
    }

    private Trade derived(
            boolean buy,
            NetUid netUid,
            Optional<SubnetPool> known,
            long amount,
            boolean withFee,
            String why) {
        SubnetPool pool =
                known.orElseThrow(() ->
                        pools.pool(netUid) instanceof Reading.Missing<SubnetPool> missing
                                ? PlanStop.unknown(
                                        missing.reason(), why + " And " + missing.text() + ".")
                                : PlanStop.unknown(
                                        Reading.Reason.UNSUPPORTED,
                                        why
                                                + " And the pool of subnet "
                                                + netUid
                                                + " is weighted more than 99 to 1; its curve is not computed here."));
        if (!pool.oneToOne()) {
            warnings.add(why);
        }
        return byFormula(buy, pool, amount, withFee);
    }

    private Trade further(
            boolean buy, NetUid netUid, Optional<SubnetPool> known, long amount, boolean withFee) {
        SubnetPool pool =
                known.orElseThrow(() ->
                        PlanStop.unknown(
                                Reading.Reason.UNSUPPORTED,
                                "Two steps go through the pool of subnet %s, whose curve is not known here; do them one after the other."
                                        .formatted(netUid)));
        Trade trade = byFormula(buy, pool, amount, withFee);
        pools.bought(netUid).ifPresent(sum -> checkSum(netUid, sum));
        return trade;
    }

    private Trade byFormula(boolean buy, SubnetPool pool, long amount, boolean withFee) {
        PoolCurve curve = new PoolCurve(pool);
        PoolCurve.Trade trade = buy ? curve.buy(amount, withFee) : curve.sell(amount, withFee);
        if (trade.out() <= 0) {
            throw nothingForIt();
        }
        pools.move(buy, pool, trade);
        return new Trade(
                amount,
                trade.fee(),
                trade.out(),
                pool.spotPrice(),
                trade.priceAfter(),
                Level.DERIVED);
    }

    /** A pool is path-independent: trades one way give what they would give as one. */
    private void checkSum(NetUid netUid, MovedPools.Sum sum) {
        long gross = MovedPools.gross(sum.atBlock(), sum.net());
        if (swaps.trade(true, netUid, gross)
                        instanceof ExecutedSwaps.Said.Swapped(long out, long fee)
                && gross - fee == sum.net()) {
            compare(
                    true,
                    netUid,
                    sum.net(),
                    "in " + sum.trades() + " steps receives",
                    true,
                    sum.out(),
                    out,
                    TOLERATED + sum.trades());
        }
    }

    private void compare(
            boolean buy,
            NetUid netUid,
            long amount,
            String what,
            boolean inAlpha,
            long ours,
            long theirs,
            long tolerated) {
        if (Math.abs(ours - theirs) > tolerated) {
            Leg.Unit unit = inAlpha ? Leg.Unit.ALPHA : Leg.Unit.TAO;
            alarms.add(
                    "Two reckonings of the same trade differ. Who gives %s to the pool of subnet %s %s %s by the chain's own runtime, and %s by our formula."
                            .formatted(
                                    given(amount, buy, netUid),
                                    netUid,
                                    what,
                                    Amounts.of(theirs, unit, netUid),
                                    Amounts.of(ours, unit, netUid)));
        }
    }

    private BigDecimal marginal(boolean buy, NetUid netUid, long amount, long out) {
        return swaps.marginal(buy, netUid, amount, out)
                .orElseThrow(() ->
                        PlanStop.unknown(
                                Reading.Reason.UNSUPPORTED,
                                "What the price on subnet %s would be afterwards is not told by this runtime."
                                        .formatted(netUid)));
    }

    private BigDecimal price(NetUid netUid) {
        return swaps.price(netUid)
                .orElseThrow(() ->
                        PlanStop.unknown(
                                Reading.Reason.UNSUPPORTED,
                                "The price on subnet %s is not told by this runtime."
                                        .formatted(netUid)));
    }

    private static String given(long amount, boolean buy, NetUid netUid) {
        return buy ? Amounts.tao(amount) : Amounts.alpha(amount, netUid);
    }

    private static PlanStop nothingForIt() {
        return PlanStop.refused(
                PlanAnswer.Field.AMOUNT, "That is too little: the pool gives nothing for it.");
    }
}
