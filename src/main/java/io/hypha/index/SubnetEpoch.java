package io.hypha.index;

import io.hypha.chain.BlockRef;
import io.hypha.chain.SubnetPool;
import java.math.BigInteger;

/**
 * One successful epoch of one subnet.
 *
 * @param block the epoch block, {@code LastMechansimStepBlock}
 * @param readAt the block at which its values were read: the epoch block, or a later one before the
 *     next epoch
 * @param previousBlock the epoch before it, 0 when there is none, -1 when it cannot be read
 * @param tempo blocks between epochs as configured
 * @param activityCutoff age of weights, in blocks, from which a validator is inactive
 * @param pool reserves and weights at {@code readAt}
 * @param alphaOutRao alpha outside the pool
 * @param rootWeight weight of root stake in 2^64-ths
 */
public record SubnetEpoch(
        BlockRef block,
        long readAt,
        long previousBlock,
        int tempo,
        long activityCutoff,
        SubnetPool pool,
        long alphaOutRao,
        BigInteger rootWeight) {}
