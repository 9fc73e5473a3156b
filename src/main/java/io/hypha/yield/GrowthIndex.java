package io.hypha.yield;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How much one share of a pool grew: {@code Π T / (T − D)} as an exact fraction, 1 where nothing
 * was paid.
 *
 * <p>T is the pool's value after an epoch's dividends, D those dividends net of take. Because the
 * chain buys the take in as shares before it adds the dividends, {@code D / (T − D)} is the exact
 * growth of the share price in that epoch, whatever anybody deposited or withdrew.
 */
final class GrowthIndex {

    /** Digits beyond those asked for, so that the last one printed is right. */
    private static final int GUARD_DIGITS = 40;

    /** A power with more digits before the point than this is refused: no pool grows so. */
    static final int MAX_DIGITS = 4_000;

    private final BigInteger numerator;
    private final BigInteger denominator;

    private GrowthIndex(BigInteger numerator, BigInteger denominator) {
        this.numerator = numerator;
        this.denominator = denominator;
    }

    /** Collects epochs one by one. */
    static final class Builder {
        private final List<BigInteger> numerators = new ArrayList<>();
        private final List<BigInteger> denominators = new ArrayList<>();

        /**
         * @throws IllegalArgumentException unless {@code 0 <= dividends < total}: the caller checks
         *     first
         */
        Builder add(BigInteger dividends, BigInteger total) {
            if (dividends.signum() < 0 || dividends.compareTo(total) >= 0) {
                throw new IllegalArgumentException(
                        "dividends " + dividends + " of a total of " + total);
            }
            if (dividends.signum() > 0) {
                numerators.add(total);
                denominators.add(total.subtract(dividends));
            }
            return this;
        }

        GrowthIndex build() {
            return new GrowthIndex(
                    product(numerators, 0, numerators.size()),
                    product(denominators, 0, denominators.size()));
        }

        /** By halves, so that the factors stay of equal size. */
        private static BigInteger product(List<BigInteger> factors, int from, int to) {
            return switch (to - from) {
                case 0 -> BigInteger.ONE;
                case 1 -> factors.get(from);
                default -> {
                    int middle = (from + to) >>> 1;
                    yield product(factors, from, middle).multiply(product(factors, middle, to));
                }
            };
        }
    }

    static Builder builder() {
        return new Builder();
    }

    /** G, rounded half even. */
    BigDecimal value(int places) {
        return divide(numerator, denominator, places);
    }

    /** G − 1, rounded half even. */
    BigDecimal gain(int places) {
        return divide(numerator.subtract(denominator), denominator, places);
    }

    /** {@code (G − 1) × year / span}, rounded once, half even. */
    BigDecimal simple(long year, long span, int places) {
        return divide(
                numerator.subtract(denominator).multiply(BigInteger.valueOf(year)),
                denominator.multiply(BigInteger.valueOf(span)),
                places);
    }

    /**
     * {@code G^(year / span) − 1}, rounded half even.
     *
     * @throws ArithmeticException when it has more than {@value #MAX_DIGITS} digits before the
     *     point
     */
    BigDecimal compounded(long year, long span, int places) {
        if (numerator.equals(denominator)) {
            return BigDecimal.ZERO.setScale(places);
        }
        double log10 =
                (numerator.bitLength() - denominator.bitLength() + 1)
                        * 0.30103
                        * ((double) year / span);
        if (log10 > MAX_DIGITS && estimatedLog10() * ((double) year / span) > MAX_DIGITS) {
            throw new ArithmeticException("a growth with more than " + MAX_DIGITS + " digits");
        }
        int digits =
                Math.max(
                                0,
                                (int)
                                        Math.ceil(
                                                Math.min(
                                                        log10,
                                                        estimatedLog10() * ((double) year / span))))
                        + places;
        MathContext precision = new MathContext(digits + GUARD_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal exponent =
                ln(precision)
                        .multiply(BigDecimal.valueOf(year), precision)
                        .divide(BigDecimal.valueOf(span), precision);
        return exp(exponent, precision)
                .subtract(BigDecimal.ONE)
                .setScale(places, RoundingMode.HALF_EVEN);
    }

    private double estimatedLog10() {
        return new BigDecimal(ln(new MathContext(20)).toString()).doubleValue() / Math.log(10)
                + 1e-9;
    }

    private static BigDecimal divide(BigInteger numerator, BigInteger denominator, int places) {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), places, RoundingMode.HALF_EVEN);
    }

    /**
     * Natural logarithm of G by {@code 2 atanh((G − 1) / (G + 1))}, after halving the logarithm
     * until G is near 1.
     */
    private BigDecimal ln(MathContext precision) {
        MathContext wide = new MathContext(precision.getPrecision() + 10, RoundingMode.HALF_EVEN);
        int halvings = 0;
        BigDecimal x;
        if (numerator.bitLength() - denominator.bitLength() <= 0) {
            x =
                    new BigDecimal(numerator.subtract(denominator))
                            .divide(new BigDecimal(numerator.add(denominator)), wide);
        } else {
            BigDecimal root = new BigDecimal(numerator).divide(new BigDecimal(denominator), wide);
            BigDecimal near = new BigDecimal("1.1");
            while (root.compareTo(near) > 0) {
                root = root.sqrt(wide);
                halvings++;
            }
            x = root.subtract(BigDecimal.ONE).divide(root.add(BigDecimal.ONE), wide);
        }
        BigDecimal square = x.multiply(x, wide);
        BigDecimal power = x;
        BigDecimal sum = x;
        BigDecimal least = x.ulp().max(x.movePointLeft(wide.getPrecision()));
        for (int k = 3; power.compareTo(least) > 0; k += 2) {
            power = power.multiply(square, wide);
            sum = sum.add(power.divide(BigDecimal.valueOf(k), wide), wide);
        }
        return sum.multiply(BigDecimal.TWO.pow(halvings + 1), precision);
    }

    /**
     * {@code e^value} for a value of 0 or more, by its series after halving the value until it is
     * small.
     */
    private static BigDecimal exp(BigDecimal value, MathContext precision) {
        int halvings = 0;
        BigDecimal small = value;
        while (small.compareTo(new BigDecimal("0.01")) > 0) {
            small = small.divide(BigDecimal.TWO);
            halvings++;
        }
        MathContext wide =
                new MathContext(
                        precision.getPrecision() + halvings / 3 + 10, RoundingMode.HALF_EVEN);
        small = small.round(wide);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal least = BigDecimal.ONE.movePointLeft(wide.getPrecision());
        for (int k = 1; term.compareTo(least) > 0; k++) {
            term = term.multiply(small, wide).divide(BigDecimal.valueOf(k), wide);
            sum = sum.add(term, wide);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, wide);
        }
        return sum.round(precision);
    }
}
