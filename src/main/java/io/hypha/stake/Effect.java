package io.hypha.stake;

import io.hypha.chain.NetUid;
import java.util.List;

/**
 * One thing that a transaction did in its final block, read from that block's proven events.
 *
 * @param event as the chain names it, {@code SubtensorModule.StakeAdded}
 * @param words the same in a sentence
 * @param amounts those in the sentence, exact
 */
public record Effect(String event, String words, List<Amount> amounts) {

    public Effect {
        amounts = List.copyOf(amounts);
    }

    public enum Role {
        GIVEN,
        RECEIVED,
        /** What the pool kept, within what was given. */
        POOL_FEE,
        /** What the chain took for the transaction, tip included. */
        CHAIN_FEE,
        /** What the chain says an alpha amount came to in TAO on its way. */
        WORTH
    }

    /**
     * An exact amount.
     *
     * @param rao of the subnet's alpha; of TAO where {@code unit} is root
     */
    public record Amount(Role role, long rao, NetUid unit) {}
}
