package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import java.util.List;
import java.util.Optional;

/**
 * The calls of this runtime, whatever their indices: {@link CallReader} knows those. Amounts are
 * u64 in rao.
 */
sealed interface Call
        permits StakeCall,
                Call.Remark,
                Call.SetCode,
                Call.SetTimestamp,
                Call.Transfer,
                Call.TransferAll,
                Call.Batch,
                Call.Sudo,
                Call.ScheduleGrandpaChange,
                Call.Proxied,
                Call.AddProxy,
                Call.RemoveProxy {

    record Remark() implements Call {}

    /** The chain's runtime from the next block on. */
    record SetCode(Bytes code) implements Call {}

    record SetTimestamp(long millis) implements Call {}

    record Transfer(Destination to, long amount, boolean keepAlive) implements Call {}

    record TransferAll(Destination to, boolean keepAlive) implements Call {}

    record Batch(BatchKind kind, List<Call> calls) implements Call {}

    record Sudo(Call call) implements Call {}

    /**
     * @param inBlocks u32
     * @param forced median last finalized block, u32
     */
    record ScheduleGrandpaChange(List<Authority> next, long inBlocks, Optional<Long> forced)
            implements Call {}

    /** {@code Proxy.proxy}: a call in the name of {@code real}. */
    record Proxied(Destination real, Optional<ProxyType> forced, Call call) implements Call {}

    /**
     * @param delay blocks between announcement and call, u32
     */
    record AddProxy(Destination delegate, ProxyType type, long delay) implements Call {}

    /**
     * @param delay as it was added, u32
     */
    record RemoveProxy(Destination delegate, ProxyType type, long delay) implements Call {}

    /** What a batch does about a call that fails. */
    enum BatchKind {
        /** Stops; what was done stays. */
        BATCH,
        /** Takes everything back. */
        BATCH_ALL,
        /** Goes on. */
        FORCE_BATCH
    }

    /** A {@code MultiAddress}; only an account id can be looked up. */
    sealed interface Destination {
        record Account(Bytes id) implements Destination {}

        record Unknown() implements Destination {}

        /**
         * The account.
         *
         * @throws DispatchError.DispatchFailure where the address names none
         */
        default Bytes account() {
            return switch (this) {
                case Account(Bytes id) -> id;
                case Unknown() -> throw new DispatchError.CannotLookup().failure();
            };
        }
    }
}
