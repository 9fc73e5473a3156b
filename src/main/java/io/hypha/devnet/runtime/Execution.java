package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.function.Supplier;

/**
 * A block while it runs.
 *
 * @param number of the block
 * @param author account of the block's author, who receives fees
 * @param upgrades what the chain's runtime may be replaced by
 */
record Execution(
        WorkingState state, EventLog events, long number, Bytes author, Upgrades upgrades) {

    /** Runs {@code action}; a dispatch failure takes back all it did and goes on to the caller. */
    <T> T transactional(Supplier<T> action) {
        int stateMark = state.mark();
        int eventMark = events.mark();
        try {
            return action.get();
        } catch (DispatchError.DispatchFailure failure) {
            state.rollBack(stateMark);
            events.rollBack(eventMark);
            throw failure;
        }
    }

    /** Runs {@code action} for its answer only. */
    <T> T simulated(Supplier<T> action) {
        int stateMark = state.mark();
        int eventMark = events.mark();
        try {
            return action.get();
        } finally {
            state.rollBack(stateMark);
            events.rollBack(eventMark);
        }
    }
}
