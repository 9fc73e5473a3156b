package io.hypha.stake;

import java.math.BigDecimal;

/** How far the price may move before nothing happens, in millionths of the spot price. */
public record Tolerance(int millionths) {

    public static final int WHOLE = 1_000_000;
    public static final Tolerance DEFAULT = new Tolerance(5_000);

    /** More than half the price is no tolerance but a blank cheque. */
    public static final int MAX = 500_000;

    public Tolerance {
        if (millionths < 1 || millionths > MAX) {
            throw new IllegalArgumentException("A tolerance is 0.0001 % to 50 %.");
        }
    }

    /**
     * Reads percent, such as {@code 0.5}.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static Tolerance of(String percent) {
        if (!percent.matches("[0-9]{1,2}([.][0-9]{1,4})?")) {
            throw new IllegalArgumentException(
                    "A tolerance is percent with at most four decimals, such as 0.5.");
        }
        return new Tolerance(new BigDecimal(percent).movePointRight(4).intValueExact());
    }

    /** {@code 0.5}. */
    public String percent() {
        return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return percent();
    }
}
