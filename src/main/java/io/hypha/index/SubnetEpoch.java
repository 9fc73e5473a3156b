package io.hypha.index;

import io.hypha.chain.BlockRef;
import io.hypha.chain.SubnetPool;

/**
 * One successful epoch of one subnet. On root there are none; there each block in which any subnet stepped
 * counts as one, for the dividends that root earns.
 *
 * @param block the epoch block, {@code LastMechansimStepBlock}
 * @param readAt the block at which its values were read: the epoch block, or a later one before the next epoch
 * @param previousBlock the epoch before it, 0 when there is none
 * @param tempo blocks between epochs as configured
 * @param pool reserves and weights at {@code readAt}
 * @param alphaOut alpha in stake, rao
 * @param activityCutoff blocks after which a validator that set no weights is inactive
 */
public record SubnetEpoch(
        BlockRef block,
        long readAt,
        long previousBlock,
        int tempo,
        SubnetPool pool,
        long alphaOut,
        long activityCutoff) {}
