package io.hypha.stake;

import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pools of a plan as its trades leave them, by our formula. */
final class MovedPools {

    private static final long MOST_RESERVES_GIVEN = 1_000;

    /** Outside 1 % to 99 % the chain moves no weight: {@code Balancer} of pallet swap. */
    private static final long MIN_WEIGHT = SubnetPool.WEIGHT_WHOLE / 100;

    /**
     * Purchases from one pool, taken together.
     *
     * @param atBlock the pool before the first
     */
    record Sum(SubnetPool atBlock, long net, long out, int trades) {}

    private final long minimumReserve;
    private final Map<NetUid, Reading<SubnetPool>> pools;
    private final Map<NetUid, Optional<Sum>> sums = new HashMap<>();

    MovedPools(Map<NetUid, Reading<SubnetPool>> pools, long minimumReserve) {
        this.pools = new HashMap<>(pools);
        this.minimumReserve = minimumReserve;
    }

    /** The same pools, which from now on move on their own. */
    MovedPools copy() {
        return new MovedPools(pools, minimumReserve);
    }

    /** The pool as it is now; missing where its curve is not known. */
    Reading<SubnetPool> pool(NetUid netUid) {
        Reading<SubnetPool> pool = pools.get(netUid);
        if (pool == null) {
            throw new IllegalStateException("subnet " + netUid + " is no part of this plan");
        }
        return pool;
    }

    /** The pool as it is now, where our formula holds for it. */
    Optional<SubnetPool> known(NetUid netUid) {
        return pool(netUid).toOptional().filter(MovedPools::isWithinFormula);
    }

    /** More than one purchase from that pool, where nothing else happened to it. */
    Optional<Sum> bought(NetUid netUid) {
        return sums.getOrDefault(netUid, Optional.empty()).filter(sum -> sum.trades() > 1);
    }

    void move(boolean buy, SubnetPool pool, PoolCurve.Trade trade) {
        NetUid netUid = pool.netUid();
        PoolCurve curve = new PoolCurve(pool);
        SubnetPool after = buy ? curve.afterBuy(trade) : curve.afterSell(trade);
        if (!buy) {
            sums.put(netUid, Optional.empty());
        } else if (sums.containsKey(netUid)) {
            sums.computeIfPresent(netUid, (_, sum) -> sum.map(known -> more(known, trade)));
        } else {
            sums.put(netUid, Optional.of(new Sum(pool, trade.net(), trade.out(), 1)));
        }
        pools.computeIfPresent(netUid, (_, reading) -> reading.map(_ -> after));
    }

    private static Sum more(Sum sum, PoolCurve.Trade trade) {
        return new Sum(
                sum.atBlock(),
                Math.addExact(sum.net(), trade.net()),
                Math.addExact(sum.out(), trade.out()),
                sum.trades() + 1);
    }

    /** What the chain refuses of any trade, whatever the curve. */
    void requireRoom(boolean buy, SubnetPool pool, long amount) {
        if (pool.oneToOne()) {
            return;
        }
        long reserveIn = buy ? pool.tao() : pool.alphaIn();
        long reserveOut = buy ? pool.alphaIn() : pool.tao();
        if (reserveIn == 0 || reserveOut < minimumReserve) {
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "The pool of subnet %s is as good as empty: the chain refuses it."
                            .formatted(pool.netUid()));
        }
        if (BigInteger.valueOf(amount)
                        .compareTo(
                                BigInteger.valueOf(reserveIn)
                                        .multiply(BigInteger.valueOf(MOST_RESERVES_GIVEN)))
                > 0) {
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "That is more than a thousand times what the pool holds; the chain refuses it.");
        }
    }

    private static boolean isWithinFormula(SubnetPool pool) {
        return pool.oneToOne()
                || (pool.quoteWeight() >= MIN_WEIGHT
                        && pool.quoteWeight() <= SubnetPool.WEIGHT_WHOLE - MIN_WEIGHT);
    }

    /**
     * The amount of which exactly {@code net} is left after the fee: each rao more adds one rao to
     * the net or to the fee, so there is one.
     */
    static long gross(SubnetPool pool, long net) {
        if (pool.oneToOne()) {
            return net;
        }
        PoolCurve curve = new PoolCurve(pool);
        long gross = curve.withFee(net);
        while (gross - curve.fee(gross) > net) {
            gross--;
        }
        while (gross - curve.fee(gross) < net) {
            gross++;
        }
        return gross;
    }
}
