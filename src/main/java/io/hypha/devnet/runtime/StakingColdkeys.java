package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/**
 * The coldkeys with root stake, numbered without gaps, so that the chain could claim for a few of
 * them in each block. Here nobody is claimed for: {@code NumRootClaim} is 0.
 */
final class StakingColdkeys {

    private final WorkingState state;

    StakingColdkeys(WorkingState state) {
        this.state = state;
    }

    void add(Bytes coldkey) {
        Bytes key = Subtensor.STAKING_COLDKEYS.key(coldkey);
        if (state.contains(key)) {
            return;
        }
        long count = state.u64(Subtensor.NUM_STAKING_COLDKEYS.prefix());
        state.put(byIndex(count), coldkey);
        state.putU64(key, count);
        state.putU64(Subtensor.NUM_STAKING_COLDKEYS.prefix(), count + 1);
    }

    /** The last one takes the place that becomes free. */
    void remove(Bytes coldkey) {
        Bytes key = Subtensor.STAKING_COLDKEYS.key(coldkey);
        Optional<Bytes> stored = state.get(key);
        if (stored.isEmpty()) {
            return;
        }
        state.remove(key);
        long index = WorkingState.littleEndian(stored.get(), 8);
        long last = Math.max(0, state.u64(Subtensor.NUM_STAKING_COLDKEYS.prefix()) - 1);
        Optional<Bytes> moved = index == last ? Optional.empty() : state.get(byIndex(last));
        if (moved.isPresent()) {
            state.remove(byIndex(last));
            state.put(byIndex(index), moved.get());
            state.putU64(Subtensor.STAKING_COLDKEYS.key(moved.get()), index);
        } else {
            state.remove(byIndex(index));
        }
        state.putU64(Subtensor.NUM_STAKING_COLDKEYS.prefix(), last);
    }

    private static Bytes byIndex(long index) {
        return Subtensor.STAKING_COLDKEYS_BY_INDEX.key(WorkingState.littleEndian(index, 8));
    }
}
