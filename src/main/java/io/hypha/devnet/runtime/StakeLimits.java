package io.hypha.devnet.runtime;

import java.math.BigInteger;

/**
 * The largest amounts that price limits allow; all ones where a limit does not bind. Rule: {@code
 * get_max_amount_add}, {@code get_max_amount_remove} and {@code get_max_amount_move} of Subtensor
 * at spec 424, bug for bug: the last one knows nothing of pool weights, and a limit so small that
 * its quotient leaves 64 whole bits allows nothing at all.
 */
final class StakeLimits {

    static final long UNLIMITED = -1;

    /** A limit of one TAO per alpha. */
    private static final long PAR = 1_000_000_000;

    private static final int WHOLE_BITS = 64;

    private final WorkingState state;

    StakeLimits(WorkingState state) {
        this.state = state;
    }

    /** TAO, the fee included. */
    long mostToAdd(int netuid, long limit) {
        if (!Swap.isDynamic(state, netuid)) {
            return StakeChecks.isAtLeast(limit, PAR) ? UNLIMITED : 0;
        }
        long input = Swap.mostIn(state.u64(Subtensor.SUBNET_TAO.key(netuid)));
        Swap.Outcome most = Swap.swapped(state, netuid, Swap.Side.BUY, input, limit, true);
        return most.paidIn() + most.fee();
    }

    /** Alpha, the fee included. */
    long mostToRemove(int netuid, long limit) {
        if (!Swap.isDynamic(state, netuid)) {
            return StakeChecks.isAtLeast(PAR, limit) ? UNLIMITED : 0;
        }
        long input = Swap.mostIn(state.u64(Subtensor.SUBNET_ALPHA_IN.key(netuid)));
        Swap.Outcome most = Swap.swapped(state, netuid, Swap.Side.SELL, input, limit, true);
        return most.paidIn() + most.fee();
    }

    /**
     * Alpha of the origin.
     *
     * @param limit the least alpha of the destination for an alpha of the origin × 10^9
     */
    long mostToMove(int from, int to, long limit) {
        boolean sells = Swap.isDynamic(state, from);
        boolean buys = Swap.isDynamic(state, to);
        if (!sells && !buys) {
            return StakeChecks.isAtLeast(PAR, limit) ? UNLIMITED : 0;
        }
        if (!sells) {
            return limit == 0 ? UNLIMITED : mostToAdd(to, inverted(limit));
        }
        if (!buys) {
            return mostToRemove(from, limit);
        }
        WeightedPool origin = Swap.pool(state, from);
        WeightedPool destination = Swap.pool(state, to);
        if (origin.tao() == 0
                || destination.tao() == 0
                || origin.alpha() == 0
                || destination.alpha() == 0) {
            return 0;
        }
        Fixed ratio = Swap.limit(limit);
        if (ratio.compareTo(origin.price().dividedBy(destination.price())) > 0) {
            return 0;
        }
        return limit == 0 ? UNLIMITED : byConstantProduct(origin, destination, ratio);
    }

    /** A price of the destination in the origin, as one of the origin in the destination. */
    private static long inverted(long limit) {
        BigInteger par = BigInteger.valueOf(PAR);
        Fixed each = Fixed.ratio(64, par, new BigInteger(Long.toUnsignedString(limit)));
        return each.times(Fixed.f64(PAR)).floor();
    }

    /** x = a2 (t1 / (t1 + t2)) / ratio - a1 (t2 / (t1 + t2)). */
    private static long byConstantProduct(
            WeightedPool origin, WeightedPool destination, Fixed ratio) {
        Fixed sum = Fixed.f64(Math.addExact(origin.tao(), destination.tao()));
        Fixed originPart = Fixed.f64(origin.tao()).dividedBy(sum);
        Fixed destinationPart = Fixed.f64(destination.tao()).dividedBy(sum);
        Fixed gained = Fixed.f64(destination.alpha()).times(originPart).dividedBy(ratio);
        if (gained.bits().bitLength() > 2 * WHOLE_BITS) {
            return 0;
        }
        Fixed most = gained.minus(Fixed.f64(origin.alpha()).times(destinationPart));
        return most.bits().shiftRight(64).longValue();
    }
}
