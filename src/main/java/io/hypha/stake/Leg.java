package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * One step of a plan: what is given, what is received, and what the pool between them takes.
 *
 * @param hotkey with whom it is staked after the step; for what is sold, with whom it was
 * @param netUid the subnet whose pool is used, or within which it moves
 * @param given rao of {@code givenUnit}
 * @param received rao of {@code receivedUnit}, as expected on the state of the plan's block
 * @param atLeast rao received at least when the call succeeds; 0 where the call carries no limit
 * @param poolFee rao of what is given
 * @param spotPrice TAO per alpha at the margin before the step
 * @param averagePrice TAO per alpha over the whole step, fee included
 * @param priceAfter TAO per alpha at the margin once it is done
 * @param limitPrice rao of TAO per alpha, bounds the marginal price after the step and not its
 *     average; empty where none is sent
 * @param impact 1 − received / (given less fee, at spot): what the step's own size costs; the fee
 *     is apart
 * @param level {@link Level#EXECUTED} where the chain's own runtime answered, {@link Level#DERIVED}
 *     where our formula did
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Leg(
        Kind kind,
        Hotkey hotkey,
        NetUid netUid,
        long given,
        Unit givenUnit,
        long received,
        Unit receivedUnit,
        long atLeast,
        long poolFee,
        BigDecimal spotPrice,
        BigDecimal averagePrice,
        BigDecimal priceAfter,
        OptionalLong limitPrice,
        BigDecimal impact,
        Level level) {

    public enum Kind {
        /** Free TAO becomes stake. */
        STAKE,
        /** Stake becomes free TAO. */
        UNSTAKE,
        /** Stake stays stake of the same subnet, with another validator or account. */
        MOVE,
        /** Root dividends are claimed. */
        CLAIM
    }

    public enum Unit {
        TAO,
        /** Alpha of the leg's subnet. */
        ALPHA
    }

    /** What reaches the pool's curve, rao of what is given. */
    public long net() {
        return given - poolFee;
    }

    /** Whether a pool's curve stands between what is given and what is received. */
    public boolean swaps() {
        return givenUnit != receivedUnit && !netUid.isRoot();
    }

    /** Rao of TAO: what is given or received. */
    public long tao() {
        return givenUnit == Unit.TAO ? given : received;
    }

    /** 1 − received / (given at spot): fee and impact together, 18 places; 0 where none swaps. */
    public BigDecimal cost() {
        if (!swaps() || given == 0 || spotPrice.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return BigDecimal.ONE.subtract(
                BigDecimal.valueOf(received)
                        .divide(ideal(given, givenUnit, spotPrice), 18, RoundingMode.HALF_EVEN));
    }

    /** The same with the amount that the chain's own runtime paid when it tried the transaction. */
    Leg receiving(long rao) {
        return new Leg(
                kind,
                hotkey,
                netUid,
                given,
                givenUnit,
                rao,
                receivedUnit,
                atLeast,
                poolFee,
                spotPrice,
                averagePrice,
                priceAfter,
                limitPrice,
                impact,
                Level.EXECUTED);
    }

    /** What an amount would give at a price, without fee and curve. */
    static BigDecimal ideal(long amount, Unit unit, BigDecimal price) {
        BigDecimal given = BigDecimal.valueOf(amount);
        return unit == Unit.TAO
                ? given.divide(price, 18, RoundingMode.HALF_EVEN)
                : given.multiply(price);
    }
}
