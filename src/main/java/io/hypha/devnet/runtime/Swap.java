package io.hypha.devnet.runtime;

import java.math.BigInteger;

/**
 * Pallet 28: swaps between TAO and a subnet's alpha. Reads reserves; {@link Staking} moves them.
 */
final class Swap {

    /** Price limits of unlimited orders, in rao of TAO per alpha. */
    static final long MAX_PRICE = 1_000_000_000_000_000L;

    static final long MIN_PRICE = 1_000;

    static final int DEFAULT_FEE_RATE = 33;

    private static final int FEE_SCALE = 65_535;
    private static final int PALLET = 28;
    private static final int PRICE_LIMIT_EXCEEDED = 3;
    private static final int RESERVES_TOO_LOW = 7;
    private static final int INPUT_TOO_LARGE = 11;
    private static final long MINIMUM_RESERVE = 1_000_000;
    private static final int MAX_INPUT_RESERVES = 1_000;

    enum Side {
        /** TAO in, alpha out. */
        BUY,
        /** Alpha in, TAO out. */
        SELL
    }

    /**
     * What an order does.
     *
     * @param paidIn what went into the reserve, the fee apart
     * @param paidOut what came out of the other reserve
     * @param fee taken in the token paid in, for the block's author
     */
    record Outcome(long paidIn, long paidOut, long fee) {}

    private Swap() {}

    static boolean isDynamic(WorkingState state, int netuid) {
        return state.u16(Subtensor.SUBNET_MECHANISM.key(netuid), 0) == 1;
    }

    static WeightedPool pool(WorkingState state, int netuid) {
        return new WeightedPool(
                state.u64(Subtensor.SUBNET_ALPHA_IN.key(netuid)),
                state.u64(Subtensor.SUBNET_TAO.key(netuid)),
                state.u64(Items.SWAP_BALANCER.key(netuid), WeightedPool.HALF));
    }

    /** TAO per alpha; 1 on root. */
    static Fixed price(WorkingState state, int netuid) {
        return isDynamic(state, netuid) ? pool(state, netuid).price() : Fixed.f64(1);
    }

    /** A limit in rao of TAO per alpha as a price. */
    static Fixed limit(long rao) {
        return Fixed.ratio(
                64, new BigInteger(Long.toUnsignedString(rao)), BigInteger.valueOf(1_000_000_000));
    }

    static long feeOf(WorkingState state, int netuid, long amount) {
        if (!isDynamic(state, netuid)) {
            return 0;
        }
        return Fixed.f64(amount).times(Fixed.ratio(64, feeRate(state, netuid), FEE_SCALE)).floor();
    }

    /** What an order of any size would do at the market, the fee included. */
    static Outcome simulated(WorkingState state, int netuid, Side side, long amount) {
        return swapped(state, netuid, side, amount, side == Side.BUY ? MAX_PRICE : MIN_PRICE, true);
    }

    /**
     * Runs an order on the reserves as they are. It stops where the marginal price reaches the
     * limit.
     *
     * @param limitRao rao of TAO per alpha
     * @param withFee whether the fee is taken
     */
    static Outcome swapped(
            WorkingState state,
            int netuid,
            Side side,
            long amount,
            long limitRao,
            boolean withFee) {
        if (!isDynamic(state, netuid)) {
            return new Outcome(amount, amount, 0);
        }
        WeightedPool pool = pool(state, netuid);
        long fee = withFee ? feeOf(state, netuid, amount) : 0;
        long net = amount - fee;
        long reserveIn = side == Side.BUY ? pool.tao() : pool.alpha();
        long reserveOut = side == Side.BUY ? pool.alpha() : pool.tao();
        unless(net <= mostIn(reserveIn), INPUT_TOO_LARGE);
        unless(reserveOut >= MINIMUM_RESERVE, RESERVES_TOO_LOW);
        Fixed limit = limit(limitRao);
        int toLimit = pool.price().compareTo(limit);
        unless(side == Side.BUY ? toLimit < 0 : toLimit > 0, PRICE_LIMIT_EXCEEDED);
        if (!staysWithin(pool, side, net, limit)) {
            net = side == Side.BUY ? pool.taoToReach(limit) : pool.alphaToReach(limit);
            int rate = withFee ? feeRate(state, netuid) : 0;
            fee = Fixed.f64(net).times(Fixed.ratio(64, rate, FEE_SCALE - rate)).floor();
        }
        long out = side == Side.BUY ? pool.alphaFor(net) : pool.taoFor(net);
        unless(net == 0 || out > 0, RESERVES_TOO_LOW);
        return new Outcome(net, out, fee);
    }

    /** The largest order that a reserve takes: a thousand times itself. */
    static long mostIn(long reserve) {
        return reserve > Long.MAX_VALUE / MAX_INPUT_RESERVES
                ? Long.MAX_VALUE
                : reserve * MAX_INPUT_RESERVES;
    }

    private static boolean staysWithin(WeightedPool pool, Side side, long net, Fixed limit) {
        return side == Side.BUY
                ? pool.priceAfterBuy(net).compareTo(limit) <= 0
                : pool.priceAfterSell(net).compareTo(limit) >= 0;
    }

    private static int feeRate(WorkingState state, int netuid) {
        return state.u16(Items.FEE_RATE.key(netuid), DEFAULT_FEE_RATE);
    }

    private static void unless(boolean holds, int error) {
        if (!holds) {
            throw new DispatchError.Module(PALLET, error).failure();
        }
    }
}
