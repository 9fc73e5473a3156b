package io.hypha.node.crypto;

/**
 * A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. Mutable, with its
 * own scratch space; the formulas are those of Hisil, Wong, Carter and Dawson (2008) for a = -1,
 * complete on this curve.
 */
final class EdwardsPoint {

    final FieldElement x = new FieldElement();
    final FieldElement y = FieldElement.of(1);
    final FieldElement z = FieldElement.of(1);
    final FieldElement t = new FieldElement();

    private final FieldElement e = new FieldElement();
    private final FieldElement f = new FieldElement();
    private final FieldElement g = new FieldElement();
    private final FieldElement h = new FieldElement();

    /** The neutral element. */
    EdwardsPoint() {}

    void set(EdwardsPoint other) {
        x.set(other.x);
        y.set(other.y);
        z.set(other.z);
        t.set(other.t);
    }

    /**
     * Decodes 32 bytes by ZIP-215: y may be written as p + something, and x = 0 may carry the sign
     * bit.
     *
     * @return false when no point of the curve has this y; this point is then undefined
     */
    boolean decodeByZip215(byte[] bytes, int offset) {
        FieldElement u = new FieldElement();
        FieldElement v = new FieldElement();
        y.set(FieldElement.fromBytes(bytes, offset));
        z.set(Curve25519.ONE);
        // x² = (y² - 1) / (d y² + 1)
        FieldElement.square(u, y);
        FieldElement.multiply(v, u, Curve25519.D);
        FieldElement.subtract(u, u, Curve25519.ONE);
        FieldElement.add(v, v, Curve25519.ONE);
        if (!Curve25519.squareRootOfRatio(x, u, v)) {
            return false;
        }
        if (bytes[offset + 31] < 0) {
            FieldElement.negate(x, x);
        }
        FieldElement.multiply(t, x, y);
        return true;
    }

    /** The canonical encoding of RFC 8032. */
    byte[] encode() {
        FieldElement inverse = FieldPower.invert(z);
        FieldElement affineX = new FieldElement();
        FieldElement affineY = new FieldElement();
        FieldElement.multiply(affineX, x, inverse);
        FieldElement.multiply(affineY, y, inverse);
        byte[] bytes = affineY.toBytes();
        if (affineX.isNegative()) {
            bytes[31] |= (byte) 0x80;
        }
        return bytes;
    }

    boolean isNeutral() {
        return x.isZero() && FieldElement.areEqual(y, z);
    }

    void negate() {
        FieldElement.negate(x, x);
        FieldElement.negate(t, t);
    }

    /** Doubles; T is computed only on demand because a doubling does not read it. */
    void doubleInPlace(boolean withT) {
        FieldElement.square(e, x);
        FieldElement.square(f, y);
        FieldElement.add(h, x, y);
        FieldElement.square(h, h);
        FieldElement.square(t, z);
        FieldElement.add(t, t, t);
        FieldElement.subtract(g, f, e);
        FieldElement.add(f, f, e);
        FieldElement.subtract(e, h, f);
        FieldElement.subtract(h, t, g);
        // now e = 2xy, f = y² + x², g = y² - x², h = 2z² - g
        FieldElement.multiply(x, e, h);
        FieldElement.multiply(y, f, g);
        FieldElement.multiply(z, g, h);
        if (withT) {
            FieldElement.multiply(t, e, f);
        }
    }

    /** Adds a point; {@code subtract} adds its negative. Needs T and leaves T only on demand. */
    void add(CachedPoint other, boolean subtract, boolean withT) {
        FieldElement.add(e, y, x);
        FieldElement.subtract(f, y, x);
        FieldElement.multiply(e, e, subtract ? other.yMinusX : other.yPlusX);
        FieldElement.multiply(f, f, subtract ? other.yPlusX : other.yMinusX);
        FieldElement.multiply(g, t, other.t2d);
        if (other.isAffine) {
            FieldElement.add(h, z, z);
        } else {
            FieldElement.multiply(h, z, other.z);
            FieldElement.add(h, h, h);
        }
        FieldElement.subtract(x, e, f);
        FieldElement.add(y, e, f);
        FieldElement plus = subtract ? f : e;
        FieldElement minus = subtract ? e : f;
        FieldElement.add(plus, h, g);
        FieldElement.subtract(minus, h, g);
        // now e = D + C, f = D - C, x = B, y = A of the addition formula
        finishAdd(withT);
    }

    private void finishAdd(boolean withT) {
        if (withT) {
            FieldElement.multiply(t, x, y);
        }
        FieldElement.multiply(x, x, f);
        FieldElement.multiply(y, y, e);
        FieldElement.multiply(z, e, f);
    }

    /** Multiplies by the cofactor 8. */
    void multiplyByCofactor() {
        doubleInPlace(false);
        doubleInPlace(false);
        doubleInPlace(true);
    }
}
