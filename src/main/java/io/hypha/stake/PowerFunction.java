package io.hypha.stake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Real powers of numbers in (0, 1], to 40 significant digits: what the weighted pool's curve needs.
 */
final class PowerFunction {

    private static final MathContext EXACT = new MathContext(50, RoundingMode.HALF_EVEN);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal LN2 =
            artanhSeries(BigDecimal.ONE.divide(BigDecimal.valueOf(3), EXACT));
    private static final BigDecimal TINY = BigDecimal.ONE.movePointLeft(52);

    private PowerFunction() {}

    /**
     * {@code base ^ exponent}.
     *
     * @param base in (0, 1]
     * @param exponent above 0, at most 10^4
     */
    static BigDecimal pow(BigDecimal base, BigDecimal exponent) {
        if (base.signum() <= 0 || base.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("a base is within (0, 1], was " + base);
        }
        if (exponent.signum() <= 0 || exponent.compareTo(BigDecimal.valueOf(10_000)) > 0) {
            throw new IllegalArgumentException("an exponent is within (0, 10^4], was " + exponent);
        }
        return base.compareTo(BigDecimal.ONE) == 0
                ? BigDecimal.ONE
                : exp(ln(base).multiply(exponent, EXACT));
    }

    /** ln(x) = 2 artanh((m−1)/(m+1)) − k ln 2 with x = m / 2^k and m in (½, 1]. */
    private static BigDecimal ln(BigDecimal x) {
        BigDecimal m = x;
        int k = 0;
        BigDecimal half = new BigDecimal("0.5");
        while (m.compareTo(half) < 0) {
            m = m.multiply(TWO, EXACT);
            k++;
        }
        BigDecimal ratio = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE, EXACT), EXACT);
        return artanhSeries(ratio).subtract(LN2.multiply(BigDecimal.valueOf(k)), EXACT);
    }

    /** 2 artanh(z). */
    private static BigDecimal artanhSeries(BigDecimal z) {
        BigDecimal square = z.multiply(z, EXACT);
        BigDecimal term = z;
        BigDecimal sum = z;
        for (int n = 3; term.abs().compareTo(BigDecimal.ONE.movePointLeft(52)) > 0; n += 2) {
            term = term.multiply(square, EXACT);
            sum = sum.add(term.divide(BigDecimal.valueOf(n), EXACT), EXACT);
        }
        return sum.multiply(BigDecimal.valueOf(2), EXACT);
    }

    /** exp(x) for x ≤ 0: the series at x / 2^n, then squared n times. */
    private static BigDecimal exp(BigDecimal x) {
        if (x.compareTo(BigDecimal.valueOf(-20_000)) < 0) {
            return BigDecimal.ZERO;
        }
        int halvings = 0;
        BigDecimal small = x;
        while (small.abs().compareTo(new BigDecimal("0.1")) > 0) {
            small = small.divide(TWO, EXACT);
            halvings++;
        }
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
            term = term.multiply(small, EXACT).divide(BigDecimal.valueOf(n), EXACT);
            sum = sum.add(term, EXACT);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, EXACT);
        }
        return sum;
    }
}
