package io.hypha.node.crypto;

import java.math.BigInteger;

/**
 * Integers modulo ℓ = 2^252 + 27742317777372353535851937790883648493, the order of the base point.
 */
final class Scalar {

    static final BigInteger ORDER =
            BigInteger.ONE
                    .shiftLeft(252)
                    .add(new BigInteger("27742317777372353535851937790883648493"));

    private Scalar() {}

    /** Bytes of any length in little endian, reduced. */
    static BigInteger reduce(byte[] littleEndian) {
        return fromLittleEndian(littleEndian, 0, littleEndian.length).mod(ORDER);
    }

    static BigInteger fromLittleEndian(byte[] bytes, int offset, int length) {
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[i] = bytes[offset + length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }

    /** 32 bytes in little endian of a non-negative value below 2^256. */
    static byte[] toBytes(BigInteger value) {
        byte[] bigEndian = value.toByteArray();
        byte[] bytes = new byte[32];
        for (int i = 0; i < bigEndian.length && i < 32; i++) {
            bytes[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return bytes;
    }

    /**
     * The width-w non-adjacent form of a value below 2^256: digits are zero or odd with magnitude
     * below 2^(w-1), the value is their sum weighted by powers of two, and of any w neighbours at
     * most one is not zero.
     */
    static byte[] nonAdjacentForm(BigInteger value, int width) {
        byte[] bytes = toBytes(value);
        byte[] digits = new byte[257];
        int window = (1 << width) - 1;
        int carry = 0;
        int at = 0;
        while (at < digits.length) {
            int bits = (bits(bytes, at) & window) + carry;
            if ((bits & 1) == 0) {
                at++;
                continue;
            }
            if (bits < 1 << (width - 1)) {
                digits[at] = (byte) bits;
                carry = 0;
            } else {
                digits[at] = (byte) (bits - (1 << width));
                carry = 1;
            }
            at += width;
        }
        return digits;
    }

    /** 16 bits and more from bit {@code at} on; zeros beyond the end. */
    private static int bits(byte[] bytes, int at) {
        int word = 0;
        for (int i = 2; i >= 0; i--) {
            int index = (at >>> 3) + i;
            word = word << 8 | (index < bytes.length ? bytes[index] & 0xff : 0);
        }
        return word >>> (at & 7);
    }
}
