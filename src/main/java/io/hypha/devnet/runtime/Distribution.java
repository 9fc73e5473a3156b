package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * The epoch of one subnet: drains its pots, runs consensus, and pays owner cut, miners, then per
 * hotkey take and dividends. Take is bought in as shares before dividends are added.
 *
 * <p>Rule: {@code distribute_emission} and {@code distribute_dividends_and_incentives} at spec 424.
 */
final class Distribution {

    private static final int DEFAULT_TAKE = 11_796;
    private static final int MILLI = 1_000;

    private final Execution block;
    private final WorkingState state;
    private final Staking staking;
    private final int netuid;
    private final Fixed taoWeight;
    private final List<Bytes> hotkeys;
    private final int count;

    Distribution(Execution block, int netuid, Fixed taoWeight) {
        this.block = block;
        this.state = block.state();
        this.staking = new Staking(block);
        this.netuid = netuid;
        this.taoWeight = taoWeight;
        this.count = state.u16(Subtensor.SUBNETWORK_N.key(netuid), 0);
        this.hotkeys = new ArrayList<>(count);
        for (int uid = 0; uid < count; uid++) {
            hotkeys.add(state.get(Subtensor.KEYS.key(netuid, uid)).orElseThrow());
        }
    }

    void run() {
        long server = drain(Subtensor.PENDING_SERVER_EMISSION);
        long validator = drain(Subtensor.PENDING_VALIDATOR_EMISSION);
        long root = drain(Subtensor.PENDING_ROOT_ALPHA_DIVS);
        long ownerCut = drain(Subtensor.PENDING_OWNER_CUT);
        long[] alphaStake = stakes(netuid);
        long[] rootStake = stakes(Subtensor.ROOT);
        long[] weights = stakeWeights(alphaStake, rootStake);
        Consensus.Result result = new Consensus(neurons(weights)).run();
        long[] incentives = amounts(result.incentiveShare(), server);
        long[] dividends = amounts(result.dividendShare(), (server + validator + root) / 2);
        long incentiveSum = 0;
        for (long incentive : incentives) {
            incentiveSum += incentive;
        }
        payOwner(ownerCut);
        new MinerPay(block, netuid).pay(hotkeys, incentives);
        SortedMap<Bytes, Dividends.Claim> claims = new TreeMap<>();
        for (int uid = 0; uid < count; uid++) {
            claims.put(
                    hotkeys.get(uid),
                    new Dividends.Claim(dividends[uid], alphaStake[uid], rootStake[uid]));
        }
        payValidators(
                Dividends.split(
                        incentiveSum > 0 ? validator : validator + server,
                        root,
                        taoWeight,
                        claims));
        writeVectors(result, weights, incentives, dividends);
        advance();
    }

    private long drain(StorageItem pot) {
        Bytes key = pot.key(netuid);
        long amount = state.u64(key);
        state.putU64(key, 0);
        return amount;
    }

    private long[] stakes(int where) {
        long[] stakes = new long[count];
        for (int uid = 0; uid < count; uid++) {
            stakes[uid] = new SharePool(state, hotkeys.get(uid), where).total();
        }
        return stakes;
    }

    private long[] stakeWeights(long[] alpha, long[] root) {
        long[] weights = new long[count];
        for (int uid = 0; uid < count; uid++) {
            weights[uid] = alpha[uid] + Fixed.f32(root[uid]).times(taoWeight).floor();
        }
        return weights;
    }

    private List<Consensus.Neuron> neurons(long[] stakeWeights) {
        boolean[] permits = bools(Subtensor.VALIDATOR_PERMIT);
        boolean[] active = active();
        List<Consensus.Neuron> neurons = new ArrayList<>(count);
        for (int uid = 0; uid < count; uid++) {
            boolean votes = permits[uid] && active[uid];
            neurons.add(
                    new Consensus.Neuron(
                            stakeWeights[uid], votes, votes ? weightsOf(uid) : List.of()));
        }
        return neurons;
    }

    /** A row of {@code Weights}. */
    private List<Consensus.Vote> weightsOf(int uid) {
        return state.get(Subtensor.WEIGHTS.key(netuid, uid))
                .map(stored ->
                        new ScaleCodecReader(stored)
                                .readVector(
                                        4,
                                        in -> new Consensus.Vote(in.readUint16(), in.readUint16())))
                .orElse(List.of());
    }

    private boolean[] bools(StorageItem item) {
        boolean[] values = new boolean[count];
        state.get(item.key(netuid))
                .ifPresent(stored -> {
                    ScaleCodecReader in = new ScaleCodecReader(stored);
                    int size = in.readCount(1);
                    for (int uid = 0; uid < size; uid++) {
                        values[uid] = in.readBoolean();
                    }
                });
        return values;
    }

    /** Validators whose weights are younger than the cutoff. */
    private boolean[] active() {
        long factor =
                state.get(Subtensor.ACTIVITY_CUTOFF_FACTOR_MILLI.key(netuid))
                        .map(stored -> WorkingState.littleEndian(stored, 4))
                        .orElse(13_889L);
        long cutoff = Math.max(1, factor * state.u16(Subtensor.TEMPO.key(netuid), 360) / MILLI);
        ScaleCodecReader in =
                new ScaleCodecReader(state.get(Subtensor.LAST_UPDATE.key(netuid)).orElseThrow());
        boolean[] active = new boolean[in.readCount(8)];
        for (int uid = 0; uid < active.length; uid++) {
            active[uid] = in.readLong() + cutoff >= block.number();
        }
        return active;
    }

    private static long[] amounts(List<BigInteger> shares, long pot) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger share : shares) {
            sum = sum.add(share);
        }
        long[] amounts = new long[shares.size()];
        for (int uid = 0; uid < amounts.length && sum.signum() > 0; uid++) {
            amounts[uid] =
                    shares.get(uid).multiply(BigInteger.valueOf(pot)).divide(sum).longValueExact();
        }
        return amounts;
    }

    private void payOwner(long cut) {
        Bytes hotkey = state.get(Subtensor.SUBNET_OWNER_HOTKEY.key(netuid)).orElseThrow();
        Bytes coldkey = state.get(Subtensor.SUBNET_OWNER.key(netuid)).orElseThrow();
        staking.deposit(hotkey, coldkey, netuid, cut);
    }

    private void payValidators(SortedMap<Bytes, Dividends.Payout> payouts) {
        for (Map.Entry<Bytes, Dividends.Payout> entry : payouts.entrySet()) {
            payAlpha(entry.getKey(), entry.getValue().alpha());
        }
        for (Map.Entry<Bytes, Dividends.Payout> entry : payouts.entrySet()) {
            payRoot(entry.getKey(), entry.getValue().root());
        }
    }

    private void payAlpha(Bytes hotkey, Fixed payout) {
        SharePool pool = new SharePool(state, hotkey, netuid);
        long net = 0;
        if (!payout.isZero()) {
            Dividends.Taken taken = Dividends.taken(payout, takeOf(hotkey));
            staking.deposit(hotkey, ownerOf(hotkey), netuid, taken.take());
            pool.addForAll(taken.net());
            net = taken.net();
        }
        state.putU64(Subtensor.ALPHA_DIVIDENDS_PER_SUBNET.key(netuid, hotkey), net);
        state.putU64(Subtensor.TOTAL_HOTKEY_ALPHA_LAST_EPOCH.key(hotkey, netuid), pool.total());
    }

    private void payRoot(Bytes hotkey, Fixed payout) {
        long net = 0;
        if (!payout.isZero()) {
            Dividends.Taken taken = Dividends.taken(payout, takeOf(hotkey));
            staking.deposit(hotkey, ownerOf(hotkey), netuid, taken.take());
            net = taken.net();
            if (!new RootClaims(state).credit(hotkey, netuid, net)) {
                staking.deposit(hotkey, ownerOf(hotkey), netuid, net);
            }
        }
        state.putU64(Subtensor.ROOT_ALPHA_DIVIDENDS_PER_SUBNET.key(netuid, hotkey), net);
    }

    private int takeOf(Bytes hotkey) {
        return state.u16(Subtensor.DELEGATES.key(hotkey), DEFAULT_TAKE);
    }

    private Bytes ownerOf(Bytes hotkey) {
        return state.get(Subtensor.OWNER.key(hotkey)).orElseThrow();
    }

    private void writeVectors(
            Consensus.Result result, long[] weights, long[] incentives, long[] dividends) {
        boolean[] active = active();
        boolean[] permits = permits(weights);
        List<Integer> stakeWeight = overSum(weights);
        writeU16s(Subtensor.VALIDATOR_TRUST, result.validatorTrust());
        writeU16s(Subtensor.CONSENSUS, result.consensus());
        writeU16s(Subtensor.INCENTIVE, result.incentive());
        writeU16s(Subtensor.DIVIDENDS, result.dividends());
        writeU16s(Subtensor.STAKE_WEIGHT, stakeWeight);
        ScaleCodecWriter emission = new ScaleCodecWriter();
        vector(
                emission,
                uid -> emission.writeLong(incentives[uid] + dividends[uid]),
                Subtensor.EMISSION);
        ScaleCodecWriter activity = new ScaleCodecWriter();
        vector(activity, uid -> activity.writeBoolean(active[uid]), Subtensor.ACTIVE);
        ScaleCodecWriter permit = new ScaleCodecWriter();
        vector(permit, uid -> permit.writeBoolean(permits[uid]), Subtensor.VALIDATOR_PERMIT);
    }

    /**
     * The greatest stake weights above zero, as many as the subnet allows: permits of the next
     * epoch.
     */
    private boolean[] permits(long[] weights) {
        int allowed = state.u16(Subtensor.MAX_ALLOWED_VALIDATORS.key(netuid), 128);
        List<Integer> order = new ArrayList<>();
        for (int uid = 0; uid < count; uid++) {
            order.add(uid);
        }
        order.sort(Comparator.comparingLong((Integer uid) -> weights[uid]).reversed());
        boolean[] permits = new boolean[count];
        for (int uid : order.subList(0, Math.min(allowed, count))) {
            permits[uid] = weights[uid] > 0;
        }
        return permits;
    }

    private static List<Integer> overSum(long[] values) {
        List<BigInteger> exact = new ArrayList<>();
        for (long value : values) {
            exact.add(BigInteger.valueOf(value));
        }
        List<Integer> shares = new ArrayList<>();
        for (long share : amounts(exact, 65_535)) {
            shares.add(Math.toIntExact(share));
        }
        return shares;
    }

    private void writeU16s(StorageItem item, List<Integer> values) {
        ScaleCodecWriter out = new ScaleCodecWriter();
        vector(out, uid -> out.writeUint16(values.get(uid)), item);
    }

    private void vector(ScaleCodecWriter out, IntConsumer element, StorageItem item) {
        out.writeCompact(count);
        for (int uid = 0; uid < count; uid++) {
            element.accept(uid);
        }
        state.put(item.key(netuid), out.toBytes());
    }

    private void advance() {
        state.putU64(Subtensor.BLOCKS_SINCE_LAST_STEP.key(netuid), 0);
        state.putU64(Subtensor.LAST_MECHANSIM_STEP_BLOCK.key(netuid), block.number());
        state.putU64(Subtensor.LAST_EPOCH_BLOCK.key(netuid), block.number());
        state.addU64(Subtensor.SUBNET_EPOCH_INDEX.key(netuid), 1);
    }
}
