package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * What the staking calls of this chain cost, by the same rules that charge them. A signed extrinsic
 * here has a fixed size but for its nonce and tip, so the length is given.
 */
public final class FeeSchedule {

    private static final Bytes NO_ONE = Hash256.ZERO.toBytes();

    private FeeSchedule() {}

    /**
     * @param length of the extrinsic with its prefix, in bytes
     */
    public static FeeInfo addStake(boolean withLimit, int length) {
        return Fees.feeOf(
                withLimit
                        ? new StakeCall.AddStakeLimit(NO_ONE, 0, 0, 0, false)
                        : new StakeCall.AddStake(NO_ONE, 0, 0),
                length);
    }

    /**
     * @param length of the extrinsic with its prefix, in bytes
     */
    public static FeeInfo removeStake(boolean withLimit, int length) {
        return Fees.feeOf(
                withLimit
                        ? new StakeCall.RemoveStakeLimit(NO_ONE, 0, 0, 0, false)
                        : new StakeCall.RemoveStake(NO_ONE, 0, 0),
                length);
    }
}
