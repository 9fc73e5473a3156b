package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import java.util.Set;

/** Reads what the chain's staking calls look at. Blocks on the network. */
@FunctionalInterface
public interface StakingStates {

    /** Everything of those accounts, validators and subnets at that block. */
    Answer<StakingState> read(FinalizedHead at, Question question);

    /**
     * What to read.
     *
     * @param accounts with all their stake
     * @param locks whether conviction locks are read, where the runtime does not tell what is
     *     available
     */
    record Question(
            Set<Coldkey> accounts, Set<Hotkey> hotkeys, Set<NetUid> subnets, boolean locks) {

        public Question {
            accounts = Set.copyOf(accounts);
            hotkeys = Set.copyOf(hotkeys);
            subnets = Set.copyOf(subnets);
        }
    }
}
