package io.hypha.devnet.runtime;

import io.hypha.node.scale.ScaleCodecWriter;
import java.util.function.IntConsumer;

/** The part of genesis that has an entry for each neuron. */
final class GenesisVectors {

    private final WorkingState state;
    private final WeightScript weights;

    GenesisVectors(WorkingState state, WeightScript weights) {
        this.state = state;
        this.weights = weights;
    }

    void permitAll(int netuid, int count) {
        vector(Subtensor.VALIDATOR_PERMIT, netuid, count, out -> uid -> out.writeBoolean(true));
    }

    void write(Population.Subnet subnet) {
        int netuid = subnet.netuid();
        int count = subnet.count();
        int validators = subnet.validators().size();
        vector(Subtensor.LAST_UPDATE, netuid, count, out -> uid -> out.writeLong(0));
        vector(Subtensor.ACTIVE, netuid, count, out -> uid -> out.writeBoolean(true));
        vector(
                Subtensor.VALIDATOR_PERMIT,
                netuid,
                count,
                out -> uid -> out.writeBoolean(uid < validators));
        for (int uid = 0; uid < validators; uid++) {
            if (subnet.validators().get(uid).habit() != Population.Habit.SILENT) {
                state.put(Subtensor.WEIGHTS.key(netuid, uid), weights.row(subnet, uid, 0));
            }
        }
        state.putU64(Subtensor.LAST_EPOCH_BLOCK.key(netuid), 0);
        state.putU64(Subtensor.LAST_MECHANSIM_STEP_BLOCK.key(netuid), 0);
    }

    private interface Elements {
        IntConsumer into(ScaleCodecWriter out);
    }

    private void vector(StorageItem item, int netuid, int count, Elements elements) {
        ScaleCodecWriter out = new ScaleCodecWriter().writeCompact(count);
        IntConsumer element = elements.into(out);
        for (int index = 0; index < count; index++) {
            element.accept(index);
        }
        state.put(item.key(netuid), out.toBytes());
    }
}
