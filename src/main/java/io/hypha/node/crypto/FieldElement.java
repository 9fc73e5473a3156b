package io.hypha.node.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An integer modulo p = 2^255 - 19 as five signed limbs of 51 bits. Mutable: the curve's formulas
 * write into elements that they own.
 *
 * <p>Limbs are kept lazily. A product leaves every limb in (-2^16, 2^51 + 2^16); sums and
 * differences of up to four products are not carried and stay below 2^53, which a product takes as
 * input. The product of two limbs has up to 106 bits: h = floor(f·g / 2^51) comes from the high
 * half of (f·2^6)·(g·2^7), and what remains, f·g - h·2^51, is small, so that arithmetic modulo 2^64
 * yields it exactly, for whole columns at once.
 */
final class FieldElement {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MASK = (1L << 51) - 1;
    private static final byte[] ZERO = new byte[32];

    private long a0;
    private long a1;
    private long a2;
    private long a3;
    private long a4;

    FieldElement() {}

    /** Zero to 2^31 - 1. */
    static FieldElement of(int value) {
        FieldElement element = new FieldElement();
        element.a0 = value;
        return element;
    }

    static FieldElement copyOf(FieldElement value) {
        FieldElement element = new FieldElement();
        element.set(value);
        return element;
    }

    /**
     * The low 255 bits of 32 bytes in little endian, modulo p: bit 255 is ignored, values from p on
     * wrap.
     */
    static FieldElement fromBytes(byte[] bytes, int offset) {
        long w0 = (long) LONG.get(bytes, offset);
        long w1 = (long) LONG.get(bytes, offset + 8);
        long w2 = (long) LONG.get(bytes, offset + 16);
        long w3 = (long) LONG.get(bytes, offset + 24);
        FieldElement element = new FieldElement();
        element.a0 = w0 & MASK;
        element.a1 = (w0 >>> 51 | w1 << 13) & MASK;
        element.a2 = (w1 >>> 38 | w2 << 26) & MASK;
        element.a3 = (w2 >>> 25 | w3 << 39) & MASK;
        element.a4 = w3 >>> 12 & MASK;
        return element;
    }

    /** The one encoding below p. */
    byte[] toBytes() {
        FieldElement reduced = new FieldElement();
        // one pass settles the borrows of negative limbs, the second the wrap of the first: then it
        // is in [0, 2^255)
        carry(reduced, a0, a1, a2, a3, a4);
        reduced.carryInOrder();
        reduced.carryInOrder();
        // q = 1 exactly when the value is at least p
        long q = (reduced.a0 + 19) >> 51;
        q = (reduced.a1 + q) >> 51;
        q = (reduced.a2 + q) >> 51;
        q = (reduced.a3 + q) >> 51;
        q = (reduced.a4 + q) >> 51;
        reduced.a0 += 19 * q;
        reduced.a4 -= q << 51;
        reduced.carryInOrder();
        byte[] bytes = new byte[32];
        LONG.set(bytes, 0, reduced.a0 | reduced.a1 << 51);
        LONG.set(bytes, 8, reduced.a1 >>> 13 | reduced.a2 << 38);
        LONG.set(bytes, 16, reduced.a2 >>> 26 | reduced.a3 << 25);
        LONG.set(bytes, 24, reduced.a3 >>> 39 | reduced.a4 << 12);
        return bytes;
    }

    void set(FieldElement value) {
        a0 = value.a0;
        a1 = value.a1;
        a2 = value.a2;
        a3 = value.a3;
        a4 = value.a4;
    }

    /** Exchanges two elements when {@code mask} is -1, not when it is 0; takes the same time. */
    static void swap(FieldElement left, FieldElement right, long mask) {
        long d0 = mask & (left.a0 ^ right.a0);
        long d1 = mask & (left.a1 ^ right.a1);
        long d2 = mask & (left.a2 ^ right.a2);
        long d3 = mask & (left.a3 ^ right.a3);
        long d4 = mask & (left.a4 ^ right.a4);
        left.a0 ^= d0;
        left.a1 ^= d1;
        left.a2 ^= d2;
        left.a3 ^= d3;
        left.a4 ^= d4;
        right.a0 ^= d0;
        right.a1 ^= d1;
        right.a2 ^= d2;
        right.a3 ^= d3;
        right.a4 ^= d4;
    }

    boolean isZero() {
        return Arrays.equals(toBytes(), ZERO);
    }

    /** Whether the encoding is odd: the sign of RFC 8032 and RFC 9496. */
    boolean isNegative() {
        return (toBytes()[0] & 1) == 1;
    }

    static boolean areEqual(FieldElement left, FieldElement right) {
        FieldElement difference = new FieldElement();
        subtract(difference, left, right);
        return difference.isZero();
    }

    static void add(FieldElement out, FieldElement left, FieldElement right) {
        out.a0 = left.a0 + right.a0;
        out.a1 = left.a1 + right.a1;
        out.a2 = left.a2 + right.a2;
        out.a3 = left.a3 + right.a3;
        out.a4 = left.a4 + right.a4;
    }

    static void subtract(FieldElement out, FieldElement left, FieldElement right) {
        out.a0 = left.a0 - right.a0;
        out.a1 = left.a1 - right.a1;
        out.a2 = left.a2 - right.a2;
        out.a3 = left.a3 - right.a3;
        out.a4 = left.a4 - right.a4;
    }

    static void negate(FieldElement out, FieldElement value) {
        out.a0 = -value.a0;
        out.a1 = -value.a1;
        out.a2 = -value.a2;
        out.a3 = -value.a3;
        out.a4 = -value.a4;
    }

    static void multiply(FieldElement out, FieldElement left, FieldElement right) {
        long f0 = left.a0;
        long f1 = left.a1;
        long f2 = left.a2;
        long f3 = left.a3;
        long f4 = left.a4;
        long g0 = right.a0;
        long g1 = right.a1;
        long g2 = right.a2;
        long g3 = right.a3;
        long g4 = right.a4;
        long x0 = f0 << 6;
        long x1 = f1 << 6;
        long x2 = f2 << 6;
        long x3 = f3 << 6;
        long x4 = f4 << 6;
        long y0 = g0 << 7;
        long y1 = g1 << 7;
        long y2 = g2 << 7;
        long y3 = g3 << 7;
        long y4 = g4 << 7;
        long h0 = hi(x0, y0);
        long l0 = f0 * g0 - (h0 << 51);
        long h1 = hi(x0, y1) + hi(x1, y0);
        long l1 = f0 * g1 + f1 * g0 - (h1 << 51);
        long h2 = hi(x0, y2) + hi(x1, y1) + hi(x2, y0);
        long l2 = f0 * g2 + f1 * g1 + f2 * g0 - (h2 << 51);
        long h3 = hi(x0, y3) + hi(x1, y2) + hi(x2, y1) + hi(x3, y0);
        long l3 = f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 - (h3 << 51);
        long h4 = hi(x0, y4) + hi(x1, y3) + hi(x2, y2) + hi(x3, y1) + hi(x4, y0);
        long l4 = f0 * g4 + f1 * g3 + f2 * g2 + f3 * g1 + f4 * g0 - (h4 << 51);
        long h5 = hi(x1, y4) + hi(x2, y3) + hi(x3, y2) + hi(x4, y1);
        long l5 = f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1 - (h5 << 51);
        long h6 = hi(x2, y4) + hi(x3, y3) + hi(x4, y2);
        long l6 = f2 * g4 + f3 * g3 + f4 * g2 - (h6 << 51);
        long h7 = hi(x3, y4) + hi(x4, y3);
        long l7 = f3 * g4 + f4 * g3 - (h7 << 51);
        long h8 = hi(x4, y4);
        long l8 = f4 * g4 - (h8 << 51);
        carry(
                out,
                l0 + 19 * (l5 + h4),
                l1 + h0 + 19 * (l6 + h5),
                l2 + h1 + 19 * (l7 + h6),
                l3 + h2 + 19 * (l8 + h7),
                l4 + h3 + 19 * h8);
    }

    static void square(FieldElement out, FieldElement value) {
        long f0 = value.a0;
        long f1 = value.a1;
        long f2 = value.a2;
        long f3 = value.a3;
        long f4 = value.a4;
        long e0 = f0 << 1;
        long e1 = f1 << 1;
        long e2 = f2 << 1;
        long e3 = f3 << 1;
        long x0 = f0 << 6;
        long x1 = f1 << 6;
        long x2 = f2 << 6;
        long x3 = f3 << 6;
        long x4 = f4 << 6;
        long y0 = f0 << 7;
        long y1 = f1 << 7;
        long y2 = f2 << 7;
        long y3 = f3 << 7;
        long y4 = f4 << 7;
        long h0 = hi(x0, y0);
        long l0 = f0 * f0 - (h0 << 51);
        long h1 = hi(y0, y1);
        long l1 = e0 * f1 - (h1 << 51);
        long h2 = hi(y0, y2) + hi(x1, y1);
        long l2 = e0 * f2 + f1 * f1 - (h2 << 51);
        long h3 = hi(y0, y3) + hi(y1, y2);
        long l3 = e0 * f3 + e1 * f2 - (h3 << 51);
        long h4 = hi(y0, y4) + hi(y1, y3) + hi(x2, y2);
        long l4 = e0 * f4 + e1 * f3 + f2 * f2 - (h4 << 51);
        long h5 = hi(y1, y4) + hi(y2, y3);
        long l5 = e1 * f4 + e2 * f3 - (h5 << 51);
        long h6 = hi(y2, y4) + hi(x3, y3);
        long l6 = e2 * f4 + f3 * f3 - (h6 << 51);
        long h7 = hi(y3, y4);
        long l7 = e3 * f4 - (h7 << 51);
        long h8 = hi(x4, y4);
        long l8 = f4 * f4 - (h8 << 51);
        carry(
                out,
                l0 + 19 * (l5 + h4),
                l1 + h0 + 19 * (l6 + h5),
                l2 + h1 + 19 * (l7 + h6),
                l3 + h2 + 19 * (l8 + h7),
                l4 + h3 + 19 * h8);
    }

    /** value^(2^count), count at least 1. */
    static void squareTimes(FieldElement out, FieldElement value, int count) {
        square(out, value);
        for (int i = 1; i < count; i++) {
            square(out, out);
        }
    }

    /** Carries all limbs at once; inputs may be any sums that fit a long. */
    private static void carry(FieldElement out, long r0, long r1, long r2, long r3, long r4) {
        out.a0 = (r0 & MASK) + 19 * (r4 >> 51);
        out.a1 = (r1 & MASK) + (r0 >> 51);
        out.a2 = (r2 & MASK) + (r1 >> 51);
        out.a3 = (r3 & MASK) + (r2 >> 51);
        out.a4 = (r4 & MASK) + (r3 >> 51);
    }

    /** Carries limb by limb from the lowest; afterwards a1..a4 are in [0, 2^51). */
    private void carryInOrder() {
        a1 += a0 >> 51;
        a0 &= MASK;
        a2 += a1 >> 51;
        a1 &= MASK;
        a3 += a2 >> 51;
        a2 &= MASK;
        a4 += a3 >> 51;
        a3 &= MASK;
        a0 += 19 * (a4 >> 51);
        a4 &= MASK;
    }

    private static long hi(long left, long right) {
        return Math.multiplyHigh(left, right);
    }
}
