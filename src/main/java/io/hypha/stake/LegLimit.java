package io.hypha.stake;

import io.hypha.chain.NetUid;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Limit prices and what they promise. The chain compares a limit with the marginal price after the
 * trade, so every unit of what reaches the curve goes at the limit or better.
 */
final class LegLimit {

    private static final BigDecimal RAO = BigDecimal.valueOf(1_000_000_000L);
    private static final BigInteger RAO_PER_TAO = BigInteger.valueOf(1_000_000_000L);

    private LegLimit() {}

    private static BigDecimal share(Tolerance tolerance) {
        return BigDecimal.valueOf(tolerance.millionths()).movePointLeft(6);
    }

    /** Rao of TAO per alpha. */
    static long price(boolean buy, NetUid netUid, BigDecimal spot, Tolerance tolerance) {
        BigDecimal factor =
                buy
                        ? BigDecimal.ONE.add(share(tolerance))
                        : BigDecimal.ONE.subtract(share(tolerance));
        return rao(spot.multiply(factor), buy ? RoundingMode.FLOOR : RoundingMode.CEILING, netUid);
    }

    /** 10⁹ times the least alpha of the destination per alpha of the origin. */
    static long ratio(BigDecimal fromPrice, BigDecimal toPrice, NetUid toNet, Tolerance tolerance) {
        if (toPrice.signum() == 0) {
            throw tooSmall(toNet);
        }
        return rao(
                fromPrice
                        .divide(toPrice, 27, RoundingMode.HALF_EVEN)
                        .multiply(BigDecimal.ONE.subtract(share(tolerance))),
                RoundingMode.FLOOR,
                toNet);
    }

    private static long rao(BigDecimal price, RoundingMode rounding, NetUid netUid) {
        BigInteger rao = price.multiply(RAO).setScale(0, rounding).toBigIntegerExact();
        if (rao.signum() <= 0 || rao.bitLength() > 63) {
            throw tooSmall(netUid);
        }
        return rao.longValueExact();
    }

    private static PlanStop tooSmall(NetUid netUid) {
        return PlanStop.refused(
                PlanAnswer.Field.NETUID,
                "The price on subnet %s is beyond what a limit can say.".formatted(netUid));
    }

    /** Rao received at least for what reaches the curve. */
    static long atLeast(boolean buy, long net, long limit) {
        BigInteger amount = BigInteger.valueOf(net);
        BigInteger price = BigInteger.valueOf(limit);
        return (buy
                        ? amount.multiply(RAO_PER_TAO).divide(price)
                        : amount.multiply(price).divide(RAO_PER_TAO))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    /** Stops where the trade's own size passes the limit. */
    static void requireWithin(
            boolean buy,
            Optional<SubnetPool> pool,
            NetUid netUid,
            Trades.Trade trade,
            long limit,
            Tolerance tolerance) {
        BigDecimal limitPrice = BigDecimal.valueOf(limit, 9);
        if (pool.isPresent() && !pool.get().oneToOne()) {
            PoolCurve curve = new PoolCurve(pool.get());
            long most =
                    curve.withFee(buy ? curve.maxNetBuy(limitPrice) : curve.maxNetSell(limitPrice));
            if (trade.given() > most) {
                throw tooMuch(
                        tolerance,
                        "At most %s fit; take less, or a wider tolerance."
                                .formatted(buy ? Amounts.tao(most) : Amounts.alpha(most, netUid)));
            }
        } else if (buy
                ? trade.priceAfter().compareTo(limitPrice) > 0
                : trade.priceAfter().compareTo(limitPrice) < 0) {
            throw tooMuch(tolerance, "Take less, or a wider tolerance.");
        }
    }

    /** The same for two trades, whose marginal prices afterwards make a ratio. */
    static void requireWithin(
            Trades.Trade sale, Trades.Trade purchase, long ratio, Tolerance tolerance) {
        BigDecimal least = BigDecimal.valueOf(ratio, 9).multiply(purchase.priceAfter());
        if (sale.priceAfter().compareTo(least) < 0) {
            throw tooMuch(tolerance, "Take less, or a wider tolerance.");
        }
    }

    /**
     * Stops where the chain itself refuses a swap between two pools: it reckons how much fits from
     * the reserves alone, as if all weights were one half, and takes all of it or nothing.
     */
    static void requireWithinReserves(
            SubnetPool from, SubnetPool to, long alpha, long ratio, Tolerance tolerance) {
        BigInteger most = mostByReserves(from, to, ratio);
        if (BigInteger.valueOf(alpha).compareTo(most) > 0) {
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "The chain reckons a swap's limit from the reserves, without the pools' weights, and refuses this one within %s %%: %s. Take a wider tolerance, or unstake and stake in two steps."
                            .formatted(
                                    tolerance.percent(),
                                    most.signum() <= 0
                                            ? "no amount fits"
                                            : "at most "
                                                    + Amounts.alpha(
                                                            most.longValueExact(), from.netUid())
                                                    + " fit"));
        }
    }

    /** a₂ t₁ / (t₁ + t₂) / ratio − a₁ t₂ / (t₁ + t₂), rounded down. */
    private static BigInteger mostByReserves(SubnetPool from, SubnetPool to, long ratio) {
        BigInteger fromTao = BigInteger.valueOf(from.tao());
        BigInteger toTao = BigInteger.valueOf(to.tao());
        BigInteger limit = BigInteger.valueOf(ratio);
        BigInteger gained =
                BigInteger.valueOf(to.alphaIn()).multiply(fromTao).multiply(RAO_PER_TAO);
        BigInteger held = BigInteger.valueOf(from.alphaIn()).multiply(toTao).multiply(limit);
        BigInteger whole = limit.multiply(fromTao.add(toTao));
        return gained.subtract(held).divide(whole);
    }

    private static PlanStop tooMuch(Tolerance tolerance, String rest) {
        return PlanStop.refused(
                PlanAnswer.Field.AMOUNT,
                "This amount alone moves the price by more than your tolerance of %s %%. %s"
                        .formatted(tolerance.percent(), rest));
    }
}
