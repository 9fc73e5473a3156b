package io.hypha.chain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The pool in which TAO and a subnet's alpha are exchanged.
 *
 * <p>The spot price is {@code (w_alpha / w_tao) × tao / alpha}; it is plain {@code tao / alpha}
 * only where both weights are one half (spec 423 on; before that they always were). Root and
 * mechanism 0 exchange one to one.
 *
 * @param alphaIn alpha in the pool, rao
 * @param tao TAO in the pool, rao
 * @param quoteWeight weight of TAO in 10^-18, within (0, 10^18)
 * @param feeRate fee in 65 535ths of what is paid in
 * @param oneToOne root or mechanism 0: price 1, no fee, no curve
 */
public record SubnetPool(
        NetUid netUid, long alphaIn, long tao, long quoteWeight, int feeRate, boolean oneToOne) {

    public static final long WEIGHT_WHOLE = 1_000_000_000_000_000_000L;
    public static final long WEIGHT_HALF = WEIGHT_WHOLE / 2;
    public static final int DEFAULT_FEE_RATE = 33;

    /** Places of {@link #accrual}: exact are 32 binary places times the price's 18 decimal ones. */
    static final int ACCRUAL_PLACES = 36;

    private static final BigDecimal RATE_FRACTION = new BigDecimal(BigInteger.ONE.shiftLeft(32));

    /** Places of {@link #spotPrice}. */
    public static final int PRICE_SCALE = 18;

    public SubnetPool {
        if (alphaIn < 0 || tao < 0) {
            throw new IllegalArgumentException(
                    "reserves are >= 0, were " + alphaIn + " and " + tao);
        }
        if (quoteWeight <= 0 || quoteWeight >= WEIGHT_WHOLE) {
            throw new IllegalArgumentException("a weight is within (0, 10^18), was " + quoteWeight);
        }
        if (feeRate < 0 || feeRate > 65_535) {
            throw new IllegalArgumentException("a fee rate is 0..65535, was " + feeRate);
        }
    }

    /**
     * The pool as the chain keeps it.
     *
     * @param weight of TAO in 10^-18; runtimes before 423 have none: there both are one half, and
     *     so they are where 0 stands for none
     * @param mechanism 0 exchanges one to one
     */
    static SubnetPool of(
            NetUid netUid, long alphaIn, long tao, long weight, int feeRate, int mechanism) {
        return new SubnetPool(
                netUid,
                alphaIn,
                tao,
                weight == 0 ? WEIGHT_HALF : weight,
                feeRate,
                netUid.isRoot() || mechanism == 0);
    }

    /**
     * TAO per alpha at the margin, {@value #PRICE_SCALE} places, rounded down; zero for an empty
     * pool.
     */
    public BigDecimal spotPrice() {
        if (oneToOne) {
            return BigDecimal.ONE.setScale(PRICE_SCALE);
        }
        if (alphaIn == 0) {
            return BigDecimal.ZERO.setScale(PRICE_SCALE);
        }
        BigInteger numerator =
                BigInteger.valueOf(WEIGHT_WHOLE - quoteWeight).multiply(BigInteger.valueOf(tao));
        BigInteger denominator =
                BigInteger.valueOf(quoteWeight).multiply(BigInteger.valueOf(alphaIn));
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), PRICE_SCALE, RoundingMode.DOWN);
    }

    /** What an amount is worth at the spot price, before fee and slippage, rounded down. */
    public Rao atSpot(Alpha amount) {
        if (oneToOne) {
            return new Rao(amount.rao());
        }
        if (alphaIn == 0) {
            return Rao.ZERO;
        }
        return new Rao(
                BigInteger.valueOf(amount.rao())
                        .multiply(BigInteger.valueOf(WEIGHT_WHOLE - quoteWeight))
                        .multiply(BigInteger.valueOf(tao))
                        .divide(
                                BigInteger.valueOf(quoteWeight)
                                        .multiply(BigInteger.valueOf(alphaIn)))
                        .longValueExact());
    }

    /**
     * What root stake earned here while its claim rate rose: TAO of dividends per TAO of stake, at
     * the spot price, {@value #ACCRUAL_PLACES} places, rounded down; 0 where the rate fell.
     *
     * @param before raw I96F32
     * @param after raw I96F32
     */
    public BigDecimal accrual(BigInteger before, BigInteger after) {
        BigInteger change = after.subtract(before).max(BigInteger.ZERO);
        return new BigDecimal(change)
                .divide(RATE_FRACTION)
                .multiply(spotPrice())
                .setScale(ACCRUAL_PLACES, RoundingMode.DOWN);
    }
}
