package io.hypha.chain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A validator's commission in 65 535ths, as the chain counts it. */
public record Take(int parts) implements Comparable<Take> {

    public static final int WHOLE = 65_535;

    /** What the chain uses where {@code Delegates} has no entry: 18 %. */
    public static final Take DEFAULT = new Take(11_796);

    public Take {
        if (parts < 0 || parts > WHOLE) {
            throw new IllegalArgumentException("a take is 0.." + WHOLE + " 65535ths, was " + parts);
        }
    }

    /** The fraction, 12 places, rounded down. */
    public BigDecimal ratio() {
        return BigDecimal.valueOf(parts).divide(BigDecimal.valueOf(WHOLE), 12, RoundingMode.DOWN);
    }

    @Override
    public int compareTo(Take other) {
        return Integer.compare(parts, other.parts);
    }
}
