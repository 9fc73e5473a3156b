package io.hypha.index;

/**
 * One validator in one epoch of one subnet.
 *
 * @param block the epoch block
 * @param totalRao T: the pool's value after the dividends, alpha rao
 * @param dividendsRao D: dividends of the stakers net of take, alpha rao
 * @param uid its number on the subnet, -1 when it is not registered
 * @param permit whether it holds a validator permit
 * @param vtrust in 65 535ths
 * @param lastUpdateBlock last time it set weights, 0 when never
 * @param childkeyTake in 65 535ths
 */
public record StakeEpoch(
        long block,
        long totalRao,
        long dividendsRao,
        int uid,
        boolean permit,
        int vtrust,
        long lastUpdateBlock,
        int childkeyTake) {

    /** A pool that no dividends can fill: nothing can be said of such a row. */
    public boolean isCountable() {
        return totalRao > 0 && dividendsRao < totalRao;
    }

    public boolean isPaid() {
        return dividendsRao > 0;
    }
}
