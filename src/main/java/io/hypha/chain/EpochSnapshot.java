package io.hypha.chain;

import io.hypha.node.bytes.Hash256;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * What one epoch block paid, proven. On a chain like the main network only a few subnets step in
 * one block; on a devnet all of them do.
 *
 * @param block the epoch block
 * @param readAt block the values were read at: the epoch block, or a later one before the next
 *     epoch
 * @param stateRoot of {@code readAt}
 * @param specVersion of the runtime at {@code readAt}
 * @param regime how root stake earned
 */
public record EpochSnapshot(
        BlockRef block,
        BlockRef readAt,
        Hash256 stateRoot,
        long slot,
        long specVersion,
        RootRegime regime,
        List<SubnetState> subnets,
        List<ValidatorState> validators,
        List<StakeState> stakes) {

    public EpochSnapshot {
        subnets = List.copyOf(subnets);
        validators = List.copyOf(validators);
        stakes = List.copyOf(stakes);
    }

    /** How root stake earns, by what the runtime keeps. */
    public enum RootRegime {
        /**
         * Dividends accrue per validator and subnet in {@code RootClaimable} (specs 334 to 440).
         */
        CLAIM,
        /** Anything else: not read by this version of Hypha. */
        OTHER
    }

    /** {@code previousStep} of a subnet whose earlier state nobody has any more. */
    public static final long UNKNOWN = -1;

    /**
     * A subnet that stepped.
     *
     * @param previousStep its epoch before this one, 0 when there is none, {@link #UNKNOWN} when it
     *     cannot be read
     * @param alphaOutRao alpha outside the pool
     * @param activityCutoffBlocks age of weights from which a validator is inactive
     * @param taoWeight weight of root stake in 2^64-ths
     */
    public record SubnetState(
            NetUid netUid,
            long previousStep,
            int tempo,
            SubnetPool pool,
            long alphaOutRao,
            long activityCutoffBlocks,
            BigInteger taoWeight) {}

    /**
     * A validator with stake on one of those subnets.
     *
     * @param owner the zero account when nobody owns the key
     * @param name self-declared, empty when there is none or it was not asked for
     * @param rootStakeRao TAO staked with it on root
     */
    public record ValidatorState(
            Hotkey hotkey, Coldkey owner, String name, Take take, long rootStakeRao) {}

    /**
     * A validator on one of those subnets.
     *
     * @param totalRao the pool's value after its dividends
     * @param dividendsRao dividends of its stakers, net of take
     * @param rootDividendsRao what its root stakers earned here, alpha, net of take
     * @param claimRateBits accumulated root claim rate, raw I96F32
     * @param rootAccrual TAO of dividends per TAO of root stake that this epoch added: {@code Δrate
     *     × price}; meaningless outside {@link RootRegime#CLAIM}
     * @param uid -1 when it is not registered here
     * @param vtrust in 65 535ths
     * @param lastUpdateBlock 0 when it never set weights
     * @param childkeyTake in 65 535ths
     */
    public record StakeState(
            Hotkey hotkey,
            NetUid netUid,
            long totalRao,
            long dividendsRao,
            long rootDividendsRao,
            BigInteger claimRateBits,
            BigDecimal rootAccrual,
            int uid,
            boolean permit,
            int vtrust,
            long lastUpdateBlock,
            int childkeyTake) {}
}
