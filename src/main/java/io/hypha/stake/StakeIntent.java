package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;

/**
 * What somebody wants to do.
 *
 * @param amountRao what is given: rao of TAO to stake; rao of the subnet's alpha to unstake (root:
 *     of TAO)
 * @param tolerance how far the price may move against it; without meaning on root
 */
public record StakeIntent(
        Action action, Hotkey hotkey, NetUid netUid, long amountRao, Tolerance tolerance) {

    public enum Action {
        STAKE,
        UNSTAKE
    }

    public StakeIntent {
        if (amountRao <= 0) {
            throw new IllegalArgumentException("an amount is more than 0, was " + amountRao);
        }
    }

    public boolean isStake() {
        return action == Action.STAKE;
    }
}
