package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;

/**
 * The weights that the devnet's validators give its miners. On the main network they arrive as
 * timelocked commits that the runtime reveals by itself; here the runtime knows them from the seed.
 */
final class WeightScript {

    private static final int KNOT_EPOCHS = 48;
    private static final int MAX_WEIGHT = 65_535;

    private final Population population;
    private final Draw draw;

    WeightScript(Population population, String seed) {
        this.population = population;
        this.draw = new Draw(seed, "weights");
    }

    /** Reveals what is due in this epoch. */
    void reveal(WorkingState state, long block) {
        for (Population.Subnet subnet : population.subnets()) {
            reveal(state, subnet, block);
        }
    }

    private void reveal(WorkingState state, Population.Subnet subnet, long block) {
        int netuid = subnet.netuid();
        long epoch = state.u64(Subtensor.SUBNET_EPOCH_INDEX.key(netuid)) + 1;
        Bytes key = Subtensor.LAST_UPDATE.key(netuid);
        ScaleCodecReader in = new ScaleCodecReader(state.get(key).orElseThrow());
        ScaleCodecWriter updates = new ScaleCodecWriter();
        int count = in.readCount(8);
        updates.writeCompact(count);
        for (int uid = 0; uid < count; uid++) {
            long last = in.readLong();
            boolean due =
                    uid < subnet.validators().size()
                            && isDue(subnet.validators().get(uid), netuid, epoch);
            if (due) {
                state.put(Subtensor.WEIGHTS.key(netuid, uid), row(subnet, uid, epoch));
            }
            updates.writeLong(due ? block : last);
        }
        state.put(key, updates.toBytes());
    }

    /** A validator's first row, in force from genesis. */
    Bytes row(Population.Subnet subnet, int uid, long epoch) {
        Population.Validator validator = subnet.validators().get(uid);
        int miners = subnet.miners().size();
        ScaleCodecWriter out = new ScaleCodecWriter().writeCompact(miners);
        for (int miner = 0; miner < miners; miner++) {
            long truth = truth(subnet.netuid(), miner, epoch);
            long weight =
                    switch (validator.habit()) {
                        case CONTRARY -> Math.max(1, MAX_WEIGHT / (1 + truth / 500));
                        case DILIGENT, STALE, SILENT ->
                                strayed(validator, subnet.netuid(), miner, epoch, truth);
                    };
            out.writeUint16(subnet.validators().size() + miner).writeUint16((int) weight);
        }
        return out.toBytes();
    }

    private boolean isDue(Population.Validator validator, int netuid, long epoch) {
        return validator.habit() != Population.Habit.SILENT
                && (epoch + validator.index() + netuid) % validator.period() == 0;
    }

    /** A miner's real worth: it wanders between knots. */
    private long truth(int netuid, int miner, long epoch) {
        long knot = epoch / KNOT_EPOCHS;
        long at = epoch % KNOT_EPOCHS;
        long from = 4_000L + draw.below(40_000, netuid, miner, knot);
        long to = 4_000L + draw.below(40_000, netuid, miner, knot + 1);
        return from + (to - from) * at / KNOT_EPOCHS;
    }

    private long strayed(
            Population.Validator validator, int netuid, int miner, long epoch, long truth) {
        int off =
                draw.below(2 * validator.noise() + 1, netuid, miner, epoch, validator.index() + 1)
                        - validator.noise();
        return Math.clamp(truth + truth * off / 1000, 1, MAX_WEIGHT);
    }
}
