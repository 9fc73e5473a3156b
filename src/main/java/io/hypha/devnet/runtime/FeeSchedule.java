package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;

/**
 * What the staking calls of this chain cost, by the same rules that charge them. A signed extrinsic
 * here has a fixed size but for its nonce and tip, so the length is given.
 */
public final class FeeSchedule {

    private static final Bytes NO_ONE = Hash256.ZERO.toBytes();

    private FeeSchedule() {}

    /**
     * What any call costs that a runtime of the devnet has.
     *
     * @param specVersion of that runtime
     * @param call its bytes, to the end
     * @param length of the extrinsic with its prefix, in bytes
     * @throws ScaleException when the bytes are no call of that spec
     * @throws IllegalArgumentException where no runtime of the devnet has that spec
     */
    public static FeeInfo ofCall(long specVersion, Bytes call, int length) {
        ScaleCodecReader in = new ScaleCodecReader(call);
        Call read = CallReader.read(SpecLayout.of(specVersion), in);
        in.requireEnd();
        return Fees.feeOf(read, length);
    }

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
