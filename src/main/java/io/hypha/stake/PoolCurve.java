package io.hypha.stake;

import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What a trade against a subnet's pool gives: the chain's weighted formula over proven reserves.
 *
 * <p>With x alpha, y TAO, weights w1 (alpha) and w2 (TAO), fee first: buy {@code x (1 −
 * (y/(y+net))^(w2/w1))}, sell {@code y (1 − (x/(x+net))^(w1/w2))}, rounded down. Exact where both
 * weights are one half; else the chain's own 18-place power may differ by a rao or two, which is
 * why the quote is Derived.
 *
 * <p>Source: subtensor, pallet swap at spec 423 on; vectors in the economics facts §6.5.
 */
final class PoolCurve {

    private static final MathContext WIDE = new MathContext(50, RoundingMode.HALF_EVEN);
    private static final BigDecimal WHOLE = BigDecimal.valueOf(SubnetPool.WEIGHT_WHOLE);

    private final SubnetPool pool;

    PoolCurve(SubnetPool pool) {
        this.pool = pool;
    }

    /**
     * One trade.
     *
     * @param fee in the token that is given, rao
     * @param net what reaches the curve, rao
     * @param out what is received, rao of the other token
     * @param priceAfter TAO per alpha at the margin once it is done
     */
    record Trade(long fee, long net, long out, BigDecimal priceAfter) {}

    Trade buy(long taoRao) {
        return buy(taoRao, true);
    }

    /** Without the fee where the chain took it on another leg already. */
    Trade buy(long taoRao, boolean withFee) {
        if (pool.oneToOne()) {
            return new Trade(0, taoRao, taoRao, BigDecimal.ONE);
        }
        long fee = withFee ? fee(taoRao) : 0;
        long net = taoRao - fee;
        BigInteger out = out(pool.alphaIn(), pool.tao(), net, exponent(false));
        return trade(fee, net, out, pool.tao() + net, pool.alphaIn() - out.longValueExact());
    }

    Trade sell(long alphaRao) {
        return sell(alphaRao, true);
    }

    Trade sell(long alphaRao, boolean withFee) {
        if (pool.oneToOne()) {
            return new Trade(0, alphaRao, alphaRao, BigDecimal.ONE);
        }
        long fee = withFee ? fee(alphaRao) : 0;
        long net = alphaRao - fee;
        BigInteger out = out(pool.tao(), pool.alphaIn(), net, exponent(true));
        return trade(fee, net, out, pool.tao() - out.longValueExact(), pool.alphaIn() + net);
    }

    /** The pool once TAO was given for alpha; the fee leaves it. */
    SubnetPool afterBuy(Trade trade) {
        return pool.oneToOne()
                ? pool
                : with(pool.alphaIn() - trade.out(), pool.tao() + trade.net());
    }

    /**
     * The pool once alpha was given for TAO: the fee, which is alpha, is sold to it for the block's
     * author after the trade ({@code unstake_from_subnet} at spec 424).
     */
    SubnetPool afterSell(Trade trade) {
        if (pool.oneToOne()) {
            return pool;
        }
        SubnetPool traded = with(pool.alphaIn() + trade.net(), pool.tao() - trade.out());
        PoolCurve rest = new PoolCurve(traded);
        Trade fee = rest.sell(trade.fee(), false);
        return rest.with(traded.alphaIn() + fee.net(), traded.tao() - fee.out());
    }

    private SubnetPool with(long alpha, long tao) {
        return new SubnetPool(
                pool.netUid(), alpha, tao, pool.quoteWeight(), pool.feeRate(), pool.oneToOne());
    }

    /** {@code floor(amount × f)} with f = rate/65535 cut to 64 binary places, as the chain does. */
    long fee(long amount) {
        if (pool.oneToOne()) {
            return 0;
        }
        BigInteger rate =
                BigInteger.valueOf(pool.feeRate()).shiftLeft(64).divide(BigInteger.valueOf(65_535));
        return BigInteger.valueOf(amount).multiply(rate).shiftRight(64).longValueExact();
    }

    /**
     * The amount of which {@code net} reaches the curve: the fee comes on top, net × rate / (65535
     * − rate).
     */
    long withFee(long net) {
        return BigInteger.valueOf(net)
                .multiply(BigInteger.valueOf(65_535))
                .divide(BigInteger.valueOf(65_535L - pool.feeRate()))
                .longValueExact();
    }

    /**
     * Most TAO that may reach the curve before its price passes {@code limit}, rao: y ((L/p)^w1 −
     * 1).
     */
    long maxNetBuy(BigDecimal limit) {
        BigDecimal ratio = pool.spotPrice().divide(limit, WIDE);
        return ratio.compareTo(BigDecimal.ONE) >= 0 ? 0 : beyond(pool.tao(), ratio, weight(true));
    }

    /**
     * Most alpha that may reach the curve before its price falls below {@code limit}, rao: x
     * ((p/L)^w2 − 1).
     */
    long maxNetSell(BigDecimal limit) {
        BigDecimal ratio = limit.divide(pool.spotPrice(), WIDE);
        return ratio.compareTo(BigDecimal.ONE) >= 0
                ? 0
                : beyond(pool.alphaIn(), ratio, weight(false));
    }

    /** reserve × (ratio^−weight − 1), rounded down. */
    private static long beyond(long reserve, BigDecimal ratio, BigDecimal weight) {
        BigDecimal power = PowerFunction.pow(ratio, weight);
        return BigDecimal.valueOf(reserve)
                .multiply(BigDecimal.ONE.divide(power, WIDE).subtract(BigDecimal.ONE))
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private BigDecimal weight(boolean alpha) {
        long weight = alpha ? SubnetPool.WEIGHT_WHOLE - pool.quoteWeight() : pool.quoteWeight();
        return BigDecimal.valueOf(weight).divide(WHOLE, WIDE);
    }

    /** w2/w1 for a buy, w1/w2 for a sale. */
    private BigDecimal exponent(boolean sale) {
        return weight(sale).divide(weight(!sale), WIDE);
    }

    private BigInteger out(long reserveOut, long reserveIn, long net, BigDecimal exponent) {
        BigInteger in = BigInteger.valueOf(reserveIn);
        BigInteger given = BigInteger.valueOf(net);
        if (pool.quoteWeight() == SubnetPool.WEIGHT_HALF) {
            return BigInteger.valueOf(reserveOut).multiply(given).divide(in.add(given));
        }
        BigDecimal left =
                PowerFunction.pow(
                        new BigDecimal(in).divide(new BigDecimal(in.add(given)), WIDE), exponent);
        return BigDecimal.valueOf(reserveOut)
                .multiply(BigDecimal.ONE.subtract(left))
                .setScale(0, RoundingMode.FLOOR)
                .toBigIntegerExact();
    }

    private Trade trade(long fee, long net, BigInteger out, long tao, long alpha) {
        BigDecimal after =
                new SubnetPool(pool.netUid(), alpha, tao, pool.quoteWeight(), pool.feeRate(), false)
                        .spotPrice();
        return new Trade(fee, net, out.longValueExact(), after);
    }
}
