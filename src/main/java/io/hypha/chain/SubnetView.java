package io.hypha.chain;

import java.math.BigDecimal;

/**
 * One subnet at one finalized block.
 *
 * @param name as its owner wrote it: Unverified, never part of a figure
 * @param symbol of its alpha
 * @param tempo blocks between epochs
 * @param mechanism 0 stable (one to one), 1 dynamic (a pool)
 * @param movingPrice the chain's own moving average, TAO per alpha
 * @param alphaOut alpha outside the pool, in stake
 * @param lastStepBlock block of the last epoch that paid
 * @param neurons registered keys
 * @param subtokenEnabled whether stake may be added
 */
public record SubnetView(
        NetUid netUid,
        Reading<String> name,
        Reading<String> symbol,
        Reading<Coldkey> owner,
        Reading<SubnetPool> pool,
        Reading<Integer> tempo,
        Reading<Integer> mechanism,
        Reading<BigDecimal> movingPrice,
        Reading<Alpha> alphaOut,
        Reading<Long> lastStepBlock,
        Reading<Integer> neurons,
        Reading<Boolean> subtokenEnabled) {

    /** TAO per alpha at the margin. */
    public Reading<BigDecimal> price() {
        return pool.flatMap(known ->
                Reading.known(
                        known.value().spotPrice(),
                        known.block(),
                        Level.DERIVED,
                        new ProofId(
                                known.block().number(),
                                "price",
                                java.util.List.of(netUid.toString()))));
    }
}
