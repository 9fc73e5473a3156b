package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;

/**
 * A non-negative fixed-point number of the runtime: U96F32 with 32 fraction bits, U64F64 with 64.
 * Products and quotients truncate. Both take 16 bytes of storage.
 *
 * @param bits the number × 2^fractionBits
 */
record Fixed(BigInteger bits, int fractionBits) implements Comparable<Fixed> {

    static Fixed f32(long whole) {
        return new Fixed(BigInteger.valueOf(whole).shiftLeft(32), 32);
    }

    static Fixed f64(long whole) {
        return new Fixed(BigInteger.valueOf(whole).shiftLeft(64), 64);
    }

    /** The quotient of two whole numbers read as unsigned; zero where the divisor is zero. */
    static Fixed ratio(int fractionBits, BigInteger numerator, BigInteger denominator) {
        return new Fixed(
                denominator.signum() == 0
                        ? BigInteger.ZERO
                        : numerator.shiftLeft(fractionBits).divide(denominator),
                fractionBits);
    }

    static Fixed ratio(int fractionBits, long numerator, long denominator) {
        return ratio(fractionBits, BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    static Fixed decode(Bytes value, int fractionBits) {
        return new Fixed(new ScaleCodecReader(value).readUint128(), fractionBits);
    }

    Bytes encode() {
        return new ScaleCodecWriter().writeUint128(bits).toBytes();
    }

    Fixed plus(Fixed other) {
        return new Fixed(bits.add(other.bits), fractionBits);
    }

    /** The difference, zero where {@code other} is greater. */
    Fixed minus(Fixed other) {
        return new Fixed(bits.subtract(other.bits).max(BigInteger.ZERO), fractionBits);
    }

    Fixed times(Fixed other) {
        return new Fixed(bits.multiply(other.bits).shiftRight(fractionBits), fractionBits);
    }

    /** The quotient, zero where the divisor is zero. */
    Fixed dividedBy(Fixed other) {
        return other.isZero()
                ? new Fixed(BigInteger.ZERO, fractionBits)
                : new Fixed(bits.shiftLeft(fractionBits).divide(other.bits), fractionBits);
    }

    Fixed half() {
        return new Fixed(bits.shiftRight(1), fractionBits);
    }

    boolean isZero() {
        return bits.signum() == 0;
    }

    /** The number without its fraction. */
    Fixed floored() {
        return new Fixed(bits.shiftRight(fractionBits).shiftLeft(fractionBits), fractionBits);
    }

    /** The whole part. */
    long floor() {
        return bits.shiftRight(fractionBits).longValueExact();
    }

    /** The same number with another count of fraction bits, truncated. */
    Fixed to(int otherFractionBits) {
        int shift = otherFractionBits - fractionBits;
        return new Fixed(
                shift >= 0 ? bits.shiftLeft(shift) : bits.shiftRight(-shift), otherFractionBits);
    }

    @Override
    public int compareTo(Fixed other) {
        return bits.compareTo(other.bits);
    }
}
