package io.hypha.devnet.runtime;

import java.math.BigInteger;

/**
 * (a / b)^(p / q) for whole numbers, to 18 decimal places, truncated. Fixed-point series with 224
 * fraction bits, of which the last forty are not relied on: a result that close below a step counts
 * as on it, as the exact powers are that the chain computes without a series.
 */
final class PowerRatio {

    /** 1.0 of the results. */
    static final BigInteger SCALE = BigInteger.TEN.pow(18);

    private static final int BITS = 224;
    private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);
    private static final BigInteger UNCERTAIN = BigInteger.ONE.shiftLeft(40);
    private static final BigInteger LN_2 = twiceArtanh(ONE.divide(BigInteger.valueOf(3)));

    private PowerRatio() {}

    /** All arguments positive. */
    static BigInteger scaled(BigInteger a, BigInteger b, long p, long q) {
        if (p == q) {
            return a.multiply(SCALE).divide(b);
        }
        if (q == 2 * p) {
            return a.multiply(SCALE).multiply(SCALE).divide(b).sqrt();
        }
        BigInteger exponent =
                logarithm(a, b).multiply(BigInteger.valueOf(p)).divide(BigInteger.valueOf(q));
        return exponential(exponent).add(UNCERTAIN).multiply(SCALE).shiftRight(BITS);
    }

    /** ln(a / b). */
    private static BigInteger logarithm(BigInteger a, BigInteger b) {
        int doublings = b.bitLength() - a.bitLength();
        BigInteger numerator = doublings > 0 ? a.shiftLeft(doublings) : a;
        BigInteger denominator = doublings < 0 ? b.shiftLeft(-doublings) : b;
        BigInteger x =
                numerator.subtract(denominator).shiftLeft(BITS).divide(numerator.add(denominator));
        return twiceArtanh(x).subtract(LN_2.multiply(BigInteger.valueOf(doublings)));
    }

    /** 2 artanh(x) = 2 (x + x³/3 + x⁵/5 + …), |x| ≤ 1/3. */
    private static BigInteger twiceArtanh(BigInteger x) {
        BigInteger square = x.multiply(x).shiftRight(BITS);
        BigInteger power = x;
        BigInteger sum = x;
        for (int n = 3; power.abs().bitLength() > 1; n += 2) {
            power = power.multiply(square).shiftRight(BITS);
            sum = sum.add(power.divide(BigInteger.valueOf(n)));
        }
        return sum.shiftLeft(1);
    }

    /** e^x. */
    private static BigInteger exponential(BigInteger x) {
        BigInteger[] parts = x.divideAndRemainder(LN_2);
        BigInteger rest = parts[1];
        BigInteger term = ONE;
        BigInteger sum = ONE;
        for (int n = 1; term.signum() != 0; n++) {
            term = term.multiply(rest).divide(ONE).divide(BigInteger.valueOf(n));
            sum = sum.add(term);
        }
        int doublings = parts[0].intValueExact();
        return doublings >= 0 ? sum.shiftLeft(doublings) : sum.shiftRight(-doublings);
    }
}
