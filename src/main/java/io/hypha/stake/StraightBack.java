package io.hypha.stake;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * What it would cost to undo a plan at once: each leg's opposite, the last first, on the pools as
 * the plan leaves them. No runtime simulates on a state that is not there yet, so it is our
 * formula: Derived.
 */
final class StraightBack {

    private StraightBack() {}

    /** The cost in TAO; alpha that would be missing counts at the price before the plan. */
    static Reading<Rao> cost(List<Leg> legs, MovedPools pools, BlockRef block) {
        MovedPools moving = pools.copy();
        BigDecimal missing = BigDecimal.ZERO;
        for (Leg leg : legs.reversed()) {
            if (!leg.swaps()) {
                continue;
            }
            Optional<SubnetPool> pool = moving.known(leg.netUid());
            if (pool.isEmpty()) {
                return Reading.missing(
                        Reading.Reason.UNSUPPORTED,
                        "the curve of subnet " + leg.netUid() + " is not known here");
            }
            missing = missing.add(missing(leg, pool.get(), moving));
        }
        long rao = missing.max(BigDecimal.ZERO).setScale(0, RoundingMode.CEILING).longValueExact();
        NetUid first = legs.isEmpty() ? NetUid.ROOT : legs.getFirst().netUid();
        return Reading.known(
                new Rao(rao), block, Level.DERIVED, ProofId.of(block, "pool", first.toString()));
    }

    private static BigDecimal missing(Leg leg, SubnetPool pool, MovedPools moving) {
        PoolCurve curve = new PoolCurve(pool);
        boolean bought = leg.givenUnit() == Leg.Unit.TAO;
        PoolCurve.Trade back = bought ? curve.sell(leg.received()) : curve.buy(leg.received());
        moving.move(!bought, pool, back);
        BigDecimal lost = BigDecimal.valueOf(leg.given() - back.out());
        return bought ? lost : lost.multiply(leg.spotPrice());
    }
}
