package io.hypha.devnet.author;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;

/** What happens to a watched transaction. The last four end the watching. */
public sealed interface TransactionEvent {

    /** Waits for a transaction of an earlier nonce. */
    record Future() implements TransactionEvent {}

    /** May go into the next block. */
    record Ready() implements TransactionEvent {}

    /**
     * @param index place in the block's body
     */
    record InBlock(BlockId block, int index) implements TransactionEvent {}

    record Finalized(BlockId block, int index) implements TransactionEvent {}

    /** Another transaction of the same nonce and a higher priority took its place. */
    record Usurped(Hash256 by) implements TransactionEvent {}

    /** Left the pool for want of room. */
    record Dropped() implements TransactionEvent {}

    /**
     * @param reason a sentence
     */
    record Invalid(String reason) implements TransactionEvent {}

    default boolean isLast() {
        return switch (this) {
            case Future _, Ready _, InBlock _ -> false;
            case Finalized _, Usurped _, Dropped _, Invalid _ -> true;
        };
    }
}
