package io.hypha.devnet.runtime;

import java.math.BigInteger;

/**
 * What a nominal block of 12 s issues and how a subnet's alpha is split: {@code economics} §1.1,
 * §1.4, §1.5. Amounts are rao per nominal block; {@link #over} stretches them over chain time.
 */
final class Emission {

    static final long NOMINAL_BLOCK_MILLIS = 12_000;

    private static final long CAP = 21_000_000_000_000_000L;
    private static final long FULL = 1_000_000_000;
    private static final int U16_MAX = 65_535;
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** One subnet's alpha of one nominal block: owner, root, miners (server) and validators. */
    record Split(long ownerCut, long root, long server, long validator) {}

    /**
     * What enters a pool in one nominal block.
     *
     * @param tao added to the TAO reserve
     * @param alpha added to the alpha reserve
     * @param excess TAO that buys alpha instead
     */
    record Injection(long tao, long alpha, long excess) {}

    private Emission() {}

    /** The halving curve: it halves at half, three quarters, seven eighths … of 21 million. */
    static long perBlock(long issuance) {
        if (issuance >= CAP) {
            return 0;
        }
        int halvings = 0;
        long left = CAP - issuance;
        while (halvings < 63 && left <= CAP >> (halvings + 1)) {
            halvings++;
        }
        return FULL >> halvings;
    }

    /** {@code amount} per nominal block over {@code millis} of chain time, floored. */
    static long over(long millis, long amount) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(millis))
                .divide(BigInteger.valueOf(NOMINAL_BLOCK_MILLIS))
                .longValueExact();
    }

    /** {@code TaoWeight} / (2^64 - 1). */
    static Fixed taoWeight(WorkingState state) {
        BigInteger stored =
                new BigInteger(Long.toUnsignedString(state.u64(Subtensor.TAO_WEIGHT.prefix())));
        return Fixed.ratio(32, stored, U64_MAX);
    }

    /** w / (w + alpha issuance) with w = root TAO × tao weight. */
    static Fixed rootProportion(long rootTao, Fixed taoWeight, long alphaIssuance) {
        Fixed root = Fixed.f32(rootTao).times(taoWeight);
        return root.dividedBy(root.plus(Fixed.f32(alphaIssuance)));
    }

    static Split split(long alphaOut, int ownerCut, Fixed rootProportion) {
        Fixed out = Fixed.f32(alphaOut);
        Fixed cut = out.times(Fixed.ratio(32, ownerCut, U16_MAX));
        Fixed rest = out.minus(cut);
        Fixed root = rootProportion.times(rest).half();
        Fixed server = rest.half();
        Fixed validator = rest.minus(server).minus(root);
        return new Split(cut.floor(), root.floor(), server.floor(), validator.floor());
    }

    static Injection injection(
            Fixed taoEmission, Fixed price, Fixed rootProportion, long alphaEmission) {
        Fixed tao = taoEmission;
        Fixed alpha = taoEmission.dividedBy(price);
        Fixed cap = rootProportion.times(Fixed.f32(alphaEmission));
        if (alpha.compareTo(cap) > 0) {
            alpha = cap;
            tao = alpha.times(price);
        }
        return new Injection(tao.floor(), alpha.floor(), taoEmission.minus(tao).floor());
    }
}
