package io.hypha.index;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.math.BigInteger;

/**
 * One validator in one epoch of one subnet.
 *
 * @param block the epoch block
 * @param totalRao T: the pool's value after the dividends, alpha rao (root: TAO rao at that block)
 * @param dividendsRao D: dividends of the stakers net of take, alpha rao
 * @param rootDividendsRao what root stakers of this validator earned here, alpha rao
 * @param claimRateBits the accumulated root claim rate of this subnet after the epoch: raw I96F32 (alpha rao per
 *     root rao, 32 bits behind the point)
 * @param uid its number on the subnet, -1 when it is not registered
 * @param permit whether it holds a validator permit
 * @param vtrust in 65 535ths
 * @param lastUpdateBlock last time it set weights, 0 when never
 * @param childkeyTake in 65 535ths
 * @param take commission in 65 535ths
 */
public record StakeEpoch(
        Hotkey hotkey,
        NetUid netUid,
        long block,
        long totalRao,
        long dividendsRao,
        long rootDividendsRao,
        BigInteger claimRateBits,
        int uid,
        boolean permit,
        int vtrust,
        long lastUpdateBlock,
        int childkeyTake,
        int take) {}
