package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A number of shares in a stake pool, in either generation of the chain's storage. Both are kept
 * exactly; nothing is rounded until {@link #stakeRao}.
 *
 * <p>Source of the rules: {@code SafeFloat} and {@code SharePool} of pallet-subtensor at spec 425.
 */
public sealed interface ShareValue {

    BigInteger TEN = BigInteger.TEN;

    /**
     * Largest exponent either way that a proof of a pool can sensibly carry: 10^±128 is beyond
     * every u64 stake.
     */
    int MAX_EXPONENT = 128;

    /**
     * The newer form: {@code mantissa × 10^exponent}, normalised by the chain so that the mantissa
     * lies in (10²⁰, 10²¹], or zero.
     */
    record SafeFloat(BigInteger mantissa, int exponent) implements ShareValue {
        public SafeFloat {
            if (mantissa.signum() < 0 || mantissa.bitLength() > 128) {
                throw new IllegalArgumentException(
                        "a SafeFloat's mantissa is a u128, was " + mantissa);
            }
            if (exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT) {
                throw new IllegalArgumentException(
                        "a SafeFloat's exponent is within ±" + MAX_EXPONENT + ", was " + exponent);
            }
        }

        @Override
        public BigInteger numerator() {
            return exponent >= 0 ? mantissa.multiply(TEN.pow(exponent)) : mantissa;
        }

        @Override
        public BigInteger denominator() {
            return exponent >= 0 ? BigInteger.ONE : TEN.pow(-exponent);
        }
    }

    /**
     * The older form: an unsigned fixed-point number with 64 bits behind the point; {@code bits} is
     * its raw u128.
     */
    record U64F64(BigInteger bits) implements ShareValue {
        public U64F64 {
            if (bits.signum() < 0 || bits.bitLength() > 128) {
                throw new IllegalArgumentException("a U64F64 has 128 bits, was " + bits);
            }
        }

        @Override
        public BigInteger numerator() {
            return bits;
        }

        @Override
        public BigInteger denominator() {
            return BigInteger.ONE.shiftLeft(64);
        }
    }

    /** The exact value is {@code numerator / denominator}. */
    BigInteger numerator();

    BigInteger denominator();

    default boolean isZero() {
        return numerator().signum() == 0;
    }

    /**
     * What a holder's shares are worth: {@code floor(total × shares / allShares)}, rounded once, at
     * the end. The chain's own arithmetic cuts at 21 digits on the way, which cannot change the
     * floor of a u64.
     *
     * @param totalRao value of the pool, rao
     * @return 0 when the pool has no shares: then nobody owns what lies in it
     * @throws IllegalArgumentException when the result is above 2^63 - 1, which no honest state
     *     holds
     */
    static long stakeRao(long totalRao, ShareValue shares, ShareValue allShares) {
        if (allShares.isZero() || shares.isZero() || totalRao == 0) {
            return 0;
        }
        BigInteger value =
                BigInteger.valueOf(totalRao)
                        .multiply(shares.numerator())
                        .multiply(allShares.denominator())
                        .divide(shares.denominator().multiply(allShares.numerator()));
        if (value.bitLength() > 63) {
            throw new IllegalArgumentException("a stake of " + value + " rao is above 2^63 - 1");
        }
        return value.longValueExact();
    }

    /**
     * Decodes the entry that counts: the old generation where that entry exists, zero or not, else
     * the new one.
     *
     * @throws ScaleException when it has another form
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    static Optional<ShareValue> inOffice(Optional<Bytes> old, Optional<Bytes> latest) {
        return old.isPresent()
                ? old.map(bytes -> ProvenState.decode(bytes, ShareValue::readU64F64))
                : latest.map(bytes -> ProvenState.decode(bytes, ShareValue::readSafeFloat));
    }

    /**
     * @throws ScaleException when the bytes are no SafeFloat {@code {mantissa: u128, exponent:
     *     i64}}
     */
    static SafeFloat readSafeFloat(ScaleCodecReader reader) {
        int start = reader.offset();
        BigInteger mantissa = reader.readUint128();
        long exponent = reader.readLong();
        if (exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT) {
            throw new ScaleException(
                    start,
                    "a SafeFloat's exponent is within ±" + MAX_EXPONENT + ", found " + exponent);
        }
        return new SafeFloat(mantissa, (int) exponent);
    }

    /**
     * @throws ScaleException when fewer than 16 bytes are left
     */
    static U64F64 readU64F64(ScaleCodecReader reader) {
        return new U64F64(reader.readUint128());
    }
}
