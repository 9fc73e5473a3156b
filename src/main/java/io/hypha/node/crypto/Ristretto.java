package io.hypha.node.crypto;

import java.util.Arrays;

/**
 * Ristretto255 (RFC 9496): the prime-order group on edwards25519, each element with exactly one
 * encoding.
 */
final class Ristretto {

    private Ristretto() {}

    /**
     * Decodes 32 bytes into a point of the element's class.
     *
     * @return false when the bytes are not the canonical encoding of an element; the point is then
     *     undefined
     */
    static boolean decode(EdwardsPoint point, byte[] bytes, int offset) {
        FieldElement s = FieldElement.fromBytes(bytes, offset);
        if (!Arrays.equals(s.toBytes(), 0, 32, bytes, offset, offset + 32) || s.isNegative()) {
            return false;
        }
        FieldElement u1 = new FieldElement();
        FieldElement u2 = new FieldElement();
        FieldElement u2Square = new FieldElement();
        FieldElement v = new FieldElement();
        FieldElement ss = new FieldElement();
        FieldElement.square(ss, s);
        FieldElement.subtract(u1, Curve25519.ONE, ss);
        FieldElement.add(u2, Curve25519.ONE, ss);
        FieldElement.square(u2Square, u2);
        // v = -(d u1²) - u2²
        FieldElement.square(v, u1);
        FieldElement.multiply(v, v, Curve25519.D);
        FieldElement.negate(v, v);
        FieldElement.subtract(v, v, u2Square);
        FieldElement inverse = new FieldElement();
        FieldElement.multiply(ss, v, u2Square);
        boolean isSquare = Curve25519.squareRootOfRatio(inverse, Curve25519.ONE, ss);
        FieldElement denominatorX = new FieldElement();
        FieldElement denominatorY = new FieldElement();
        FieldElement.multiply(denominatorX, inverse, u2);
        FieldElement.multiply(denominatorY, inverse, denominatorX);
        FieldElement.multiply(denominatorY, denominatorY, v);
        FieldElement.add(point.x, s, s);
        FieldElement.multiply(point.x, point.x, denominatorX);
        if (point.x.isNegative()) {
            FieldElement.negate(point.x, point.x);
        }
        FieldElement.multiply(point.y, u1, denominatorY);
        point.z.set(Curve25519.ONE);
        FieldElement.multiply(point.t, point.x, point.y);
        return isSquare && !point.t.isNegative() && !point.y.isZero();
    }

    /** The one encoding of the point's class. Needs all four coordinates. */
    static byte[] encode(EdwardsPoint point) {
        FieldElement u1 = new FieldElement();
        FieldElement u2 = new FieldElement();
        FieldElement scratch = new FieldElement();
        FieldElement.add(u1, point.z, point.y);
        FieldElement.subtract(scratch, point.z, point.y);
        FieldElement.multiply(u1, u1, scratch);
        FieldElement.multiply(u2, point.x, point.y);
        FieldElement.square(scratch, u2);
        FieldElement.multiply(scratch, scratch, u1);
        FieldElement inverse = new FieldElement();
        // always a square for a point of the curve
        Curve25519.squareRootOfRatio(inverse, Curve25519.ONE, scratch);
        FieldElement denominator1 = new FieldElement();
        FieldElement denominator2 = new FieldElement();
        FieldElement.multiply(denominator1, inverse, u1);
        FieldElement.multiply(denominator2, inverse, u2);
        FieldElement zInverse = new FieldElement();
        FieldElement.multiply(zInverse, denominator1, denominator2);
        FieldElement.multiply(zInverse, zInverse, point.t);
        FieldElement.multiply(scratch, point.t, zInverse);

        FieldElement x = FieldElement.copyOf(point.x);
        FieldElement y = FieldElement.copyOf(point.y);
        FieldElement denominator = denominator2;
        if (scratch.isNegative()) {
            FieldElement.multiply(x, point.y, Curve25519.SQRT_M1);
            FieldElement.multiply(y, point.x, Curve25519.SQRT_M1);
            FieldElement.multiply(denominator1, denominator1, Curve25519.INV_SQRT_A_MINUS_D);
            denominator = denominator1;
        }
        FieldElement.multiply(scratch, x, zInverse);
        if (scratch.isNegative()) {
            FieldElement.negate(y, y);
        }
        FieldElement s = new FieldElement();
        FieldElement.subtract(s, point.z, y);
        FieldElement.multiply(s, s, denominator);
        if (s.isNegative()) {
            FieldElement.negate(s, s);
        }
        return s.toBytes();
    }
}
