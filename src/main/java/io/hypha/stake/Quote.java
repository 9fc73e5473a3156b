package io.hypha.stake;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Level;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;

/**
 * What a stake or unstake would give on the state of one finalized block.
 *
 * @param pool the proven reserves it was computed from
 * @param level of the amounts: {@link Level#DERIVED}
 * @param poolFee in what is given: TAO for a stake, alpha for an unstake
 * @param net what reaches the curve
 * @param out what is received: alpha for a stake, TAO for an unstake (root: TAO both ways)
 * @param atLeast least that is received when the call succeeds: net at the limit price; on root
 *     {@code out}
 * @param limitPrice rao of TAO per alpha, bounds the price after the trade; 10^9 where the exchange
 *     is one to one; not sent on root
 * @param impact 1 − out / (given at spot), fee included
 * @param chainFee what the chain takes for the transaction; missing where the runtime does not run
 *     here
 */
public record Quote(
        StakeIntent intent,
        BlockRef block,
        SubnetPool pool,
        Level level,
        long poolFee,
        long net,
        long out,
        long atLeast,
        BigDecimal spotPrice,
        BigDecimal averagePrice,
        BigDecimal priceAfter,
        long limitPrice,
        BigDecimal impact,
        Reading<Rao> chainFee) {

    public boolean oneToOne() {
        return pool.oneToOne();
    }
}
