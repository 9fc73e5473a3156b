package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;

/**
 * A decimal floating-point number of the share pools: mantissa × 10^exponent with 10^20 &lt;
 * mantissa ≤ 10^21, or zero. Every operation truncates. Rule: {@code share-pool} of Subtensor at
 * spec 424.
 */
record SafeFloat(BigInteger mantissa, long exponent) {

    static final SafeFloat ZERO = new SafeFloat(BigInteger.ZERO, 0);

    private static final BigInteger MAX = BigInteger.TEN.pow(21);
    private static final BigInteger MIN = BigInteger.TEN.pow(20);

    /** Digits beyond which an operand of {@code add} and {@code subtract} no longer counts. */
    private static final int MAX_SHIFT = 22;

    private static final BigInteger[] POWERS = new BigInteger[MAX_SHIFT + 1];

    static {
        for (int digits = 0; digits <= MAX_SHIFT; digits++) {
            POWERS[digits] = BigInteger.TEN.pow(digits);
        }
    }

    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    static SafeFloat of(long value) {
        return normalized(BigInteger.valueOf(value), 0);
    }

    /** From a U64F64 of the first pool generation, given as its 128 bits. */
    static SafeFloat ofU64F64(BigInteger bits) {
        SafeFloat whole = normalized(bits.shiftRight(64), 0);
        SafeFloat fraction = normalized(bits.mod(TWO_64), 0);
        return whole.plus(fraction.dividedBy(normalized(TWO_64, 0)));
    }

    static SafeFloat decode(Bytes value) {
        ScaleCodecReader reader = new ScaleCodecReader(value);
        return new SafeFloat(reader.readUint128(), reader.readLong());
    }

    /** SCALE: u128, i64; 24 bytes. */
    Bytes encode() {
        return new ScaleCodecWriter().writeUint128(mantissa).writeLong(exponent).toBytes();
    }

    boolean isZero() {
        return mantissa.signum() == 0;
    }

    SafeFloat plus(SafeFloat other) {
        return isZero() ? other : other.isZero() ? this : aligned(other, BigInteger::add);
    }

    /** The difference, zero where {@code other} is greater. */
    SafeFloat minus(SafeFloat other) {
        if (other.isZero() || isZero()) {
            return this;
        }
        return aligned(other, (a, b) -> a.subtract(b).max(BigInteger.ZERO));
    }

    /** this × factor / divisor; zero where the divisor is zero. */
    SafeFloat timesDividedBy(SafeFloat factor, SafeFloat divisor) {
        if (divisor.isZero()) {
            return ZERO;
        }
        return normalized(
                mantissa.multiply(factor.mantissa).divide(divisor.mantissa),
                exponent + factor.exponent - divisor.exponent);
    }

    SafeFloat dividedBy(SafeFloat divisor) {
        return normalized(
                mantissa.multiply(MAX).divide(divisor.mantissa), exponent - divisor.exponent - 21);
    }

    /** The whole part; 2^63 - 1 where it is greater. */
    long toU64() {
        if (isZero() || exponent < -MAX_SHIFT) {
            return 0;
        }
        BigInteger whole = exponent >= 0 ? mantissa : mantissa.divide(POWERS[(int) -exponent]);
        return whole.bitLength() > 63 ? Long.MAX_VALUE : whole.longValueExact();
    }

    private interface Operation {
        BigInteger of(BigInteger a, BigInteger b);
    }

    private SafeFloat aligned(SafeFloat other, Operation operation) {
        if (exponent >= other.exponent) {
            return normalized(
                    operation.of(mantissa, other.shifted(exponent - other.exponent)), exponent);
        }
        return normalized(
                operation.of(shifted(other.exponent - exponent), other.mantissa), other.exponent);
    }

    private BigInteger shifted(long digits) {
        return mantissa.divide(POWERS[(int) Math.min(digits, MAX_SHIFT)]);
    }

    private static SafeFloat normalized(BigInteger mantissa, long exponent) {
        if (mantissa.signum() == 0) {
            return ZERO;
        }
        BigInteger digits = mantissa;
        long scale = exponent;
        while (digits.compareTo(MAX) > 0) {
            digits = digits.divide(BigInteger.TEN);
            scale++;
        }
        while (digits.compareTo(MIN) <= 0) {
            digits = digits.multiply(BigInteger.TEN);
            scale--;
        }
        return new SafeFloat(digits, scale);
    }
}
