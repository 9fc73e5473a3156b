package io.hypha.node.crypto;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * a·P + b·B for the base point B, both at once (Straus) over non-adjacent forms. Variable in time:
 * for public data, and for secrets that are no secrets.
 */
final class DoubleScalarMultiplication {

    private static final int POINT_WIDTH = 5;
    private static final int BASE_WIDTH = 8;
    private static final CachedPoint[] BASE_TABLE =
            CachedPoint.affineOddMultiples(basePoint(), 1 << (BASE_WIDTH - 2));

    private DoubleScalarMultiplication() {}

    /** scalar·B. */
    static EdwardsPoint ofBase(BigInteger scalar) {
        return of(BigInteger.ZERO, new EdwardsPoint(), scalar);
    }

    /** pointScalar·point + baseScalar·B, both scalars in 0..2^256-1. */
    static EdwardsPoint of(BigInteger pointScalar, EdwardsPoint point, BigInteger baseScalar) {
        byte[] pointDigits = Scalar.nonAdjacentForm(pointScalar, POINT_WIDTH);
        byte[] baseDigits = Scalar.nonAdjacentForm(baseScalar, BASE_WIDTH);
        CachedPoint[] pointTable =
                pointScalar.signum() == 0
                        ? new CachedPoint[0]
                        : CachedPoint.oddMultiples(point, 1 << (POINT_WIDTH - 2));
        int top = pointDigits.length - 1;
        while (top >= 0 && pointDigits[top] == 0 && baseDigits[top] == 0) {
            top--;
        }
        EdwardsPoint sum = new EdwardsPoint();
        for (int i = top; i >= 0; i--) {
            int pointDigit = pointDigits[i];
            int baseDigit = baseDigits[i];
            sum.doubleInPlace(pointDigit != 0 || baseDigit != 0 || i == 0);
            addDigit(sum, pointDigit, pointTable, baseDigit != 0 || i == 0);
            addDigit(sum, baseDigit, BASE_TABLE, i == 0);
        }
        return sum;
    }

    private static void addDigit(
            EdwardsPoint sum, int digit, CachedPoint[] oddMultiples, boolean withT) {
        if (digit > 0) {
            sum.add(oddMultiples[digit >> 1], false, withT);
        } else if (digit < 0) {
            sum.add(oddMultiples[-digit >> 1], true, withT);
        }
    }

    private static EdwardsPoint basePoint() {
        EdwardsPoint base = new EdwardsPoint();
        byte[] encoded = HexFormat.of().parseHex("58" + "66".repeat(31));
        if (!base.decodeByZip215(encoded, 0)) {
            throw new IllegalStateException("the base point is on the curve");
        }
        return base;
    }
}
