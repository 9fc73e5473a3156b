package io.hypha.stake;

import io.hypha.chain.Coldkey;
import java.util.Optional;

/** Says what an action would do and cost, and refuses what the chain would refuse. */
@FunctionalInterface
public interface Planner {

    /**
     * Plans it on the newest final state.
     *
     * @param signer who would sign; empty where nobody is known yet, and then nothing is said of
     *     what an account holds
     */
    PlanAnswer plan(StakingAction action, Optional<Coldkey> signer);
}
