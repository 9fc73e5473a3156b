package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.util.Optional;

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

    /** The same as an action. */
    public StakingAction toAction() {
        return isStake()
                ? new StakingAction.Stake(hotkey, netUid, amountRao, tolerance)
                : new StakingAction.Unstake(hotkey, netUid, amountRao, tolerance);
    }

    /** Of a stake or an unstake; empty for any other action. */
    static Optional<StakeIntent> of(StakingAction action) {
        return switch (action) {
            case StakingAction.Stake(Hotkey hotkey, NetUid net, long tao, Tolerance tolerance) ->
                    Optional.of(new StakeIntent(Action.STAKE, hotkey, net, tao, tolerance));
            case StakingAction.Unstake(Hotkey hotkey, NetUid net, long alpha, Tolerance tolerance) ->
                    Optional.of(new StakeIntent(Action.UNSTAKE, hotkey, net, alpha, tolerance));
            default -> Optional.empty();
        };
    }

    public boolean isStake() {
        return action == Action.STAKE;
    }
}
