package io.hypha.rank;

import io.hypha.chain.Hotkey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What the score of one validator on one subnet is made of.
 *
 * @param realised return over the window, brought to the window's span when its own history is
 *     shorter
 * @param stakeRao value of its pool: the weight of its voice in medians
 * @param span chain time of its history in the window
 * @param eligible epochs in which it could have been paid
 * @param paid epochs in which it was
 * @param meanVtrust mean agreement with consensus over 7 days, 0..1
 * @param weightAgeTempos 95th percentile over 7 days of the age of its weights, in tempos
 * @param cutoffTempos age at which the chain calls it inactive, in tempos
 * @param takeIncreases times it raised its take or childkey take in 180 days
 * @param steepIncrease whether one of them was more than 5 points
 * @param ownerShare share of the subnet's stake weight under its owner, 0..1
 * @param caps ceilings that apply to it
 */
record ScoreInput(
        Hotkey hotkey,
        BigDecimal realised,
        long stakeRao,
        Duration span,
        int eligible,
        int paid,
        BigDecimal meanVtrust,
        BigDecimal weightAgeTempos,
        BigDecimal cutoffTempos,
        int takeIncreases,
        boolean steepIncrease,
        BigDecimal ownerShare,
        List<Score.Cap> caps) {

    private static final long PEER_STAKE_RAO = 100_000_000_000L;
    private static final Duration PEER_SPAN = Duration.ofDays(7);

    ScoreInput {
        caps = List.copyOf(caps);
    }

    /** Whether it counts among those that others are measured by: 100 alpha and 7 days. */
    boolean isPeer() {
        return stakeRao >= PEER_STAKE_RAO && span.compareTo(PEER_SPAN) >= 0;
    }
}
