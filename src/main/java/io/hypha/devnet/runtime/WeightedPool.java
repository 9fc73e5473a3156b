package io.hypha.devnet.runtime;

import java.math.BigInteger;

/**
 * A subnet's pool: reserves of alpha (x) and TAO (y) in rao, weighted w1 = 1 - w2 and w2. Price p =
 * (w1 / w2) y / x. Rule: {@code pallets/swap/src/pallet/balancer.rs} of Subtensor at spec 424.
 *
 * @param quoteWeight w2 × 10^18
 */
record WeightedPool(long alpha, long tao, long quoteWeight) {

    static final long WEIGHT_ONE = 1_000_000_000_000_000_000L;
    static final long HALF = WEIGHT_ONE / 2;

    /** Weights must keep this distance from 0 and 1. */
    private static final long MIN_WEIGHT = WEIGHT_ONE / 100;

    long baseWeight() {
        return WEIGHT_ONE - quoteWeight;
    }

    /** TAO per alpha, 64 fraction bits. */
    Fixed price() {
        return priceAt(alpha, tao);
    }

    /** The price once {@code net} TAO was swapped for alpha. */
    Fixed priceAfterBuy(long net) {
        return priceAt(alpha - alphaFor(net), Math.addExact(tao, net));
    }

    Fixed priceAfterSell(long net) {
        return priceAt(Math.addExact(alpha, net), tao - taoFor(net));
    }

    /** Alpha paid out for {@code net} TAO: x (1 - (y / (y + net))^(w2 / w1)). */
    long alphaFor(long net) {
        return paidOut(alpha, tao, net, quoteWeight, baseWeight());
    }

    /** TAO paid out for {@code net} alpha: y (1 - (x / (x + net))^(w1 / w2)). */
    long taoFor(long net) {
        return paidOut(tao, alpha, net, baseWeight(), quoteWeight);
    }

    /** TAO that moves the price up to {@code limit}: y ((limit / p)^w1 - 1). */
    long taoToReach(Fixed limit) {
        return toReach(tao, limit, price(), baseWeight());
    }

    /** Alpha that moves the price down to {@code limit}: x ((p / limit)^w2 - 1). */
    long alphaToReach(Fixed limit) {
        return toReach(alpha, price(), limit, quoteWeight);
    }

    /**
     * w2 after liquidity was added that keeps the price, or the old one where it would leave its
     * range.
     *
     * @return negative when the addition must not happen
     */
    long weightAfterAdding(long taoAdded, long alphaAdded) {
        BigInteger base = rounded(baseWeight(), tao, Math.addExact(alpha, alphaAdded));
        BigInteger quote = rounded(quoteWeight, alpha, Math.addExact(tao, taoAdded));
        BigInteger sum = base.add(quote);
        if (sum.signum() == 0) {
            return HALF;
        }
        long weight = quote.multiply(BigInteger.valueOf(WEIGHT_ONE)).divide(sum).longValueExact();
        return weight < MIN_WEIGHT || WEIGHT_ONE - weight < MIN_WEIGHT ? -1 : weight;
    }

    private Fixed priceAt(long x, long y) {
        if (x <= 0) {
            return Fixed.f64(0);
        }
        return Fixed.ratio(64, baseWeight(), quoteWeight).times(Fixed.ratio(64, y, x));
    }

    private static long paidOut(long reserveOut, long reserveIn, long net, long p, long q) {
        BigInteger in = BigInteger.valueOf(reserveIn);
        BigInteger after = BigInteger.valueOf(Math.addExact(reserveIn, net));
        BigInteger out = BigInteger.valueOf(reserveOut);
        if (p == q) {
            return out.multiply(BigInteger.valueOf(net)).divide(after).longValueExact();
        }
        Fixed kept = Fixed.ratio(64, PowerRatio.scaled(in, after, p, q), PowerRatio.SCALE);
        return new Fixed(out.shiftLeft(64), 64).times(Fixed.f64(1).minus(kept)).floor();
    }

    private static long toReach(long reserve, Fixed above, Fixed below, long weight) {
        if (below.isZero()) {
            return 0;
        }
        BigInteger power = PowerRatio.scaled(above.bits(), below.bits(), weight, WEIGHT_ONE);
        Fixed growth = Fixed.ratio(64, power, PowerRatio.SCALE).minus(Fixed.f64(1));
        return Fixed.f64(reserve).times(growth).floor();
    }

    /** weight × a × b, rounded to the nearest. */
    private static BigInteger rounded(long weight, long a, long b) {
        BigInteger one = BigInteger.valueOf(WEIGHT_ONE);
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .multiply(BigInteger.valueOf(weight))
                .add(one.shiftRight(1))
                .divide(one);
    }
}
