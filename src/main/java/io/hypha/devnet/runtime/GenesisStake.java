package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of genesis that belongs to Subtensor: subnets, registrations, stake of both share
 * generations.
 */
final class GenesisStake {

    private static final long TAO_WEIGHT = 3_320_413_933_267_719_290L;
    private static final long MOVING_ALPHA_BITS = 12_885;

    /** Nominators may hold no less than the least that may be staked: millionths of it. */
    private static final long NOMINATOR_MIN_STAKE = 1_000_000;

    private static final Bytes TRUE = Bytes.ofInts(1);
    private static final int GENERATIONS = 6;

    private final WorkingState state;
    private final Population population;
    private final DevnetSpec spec;
    private final GenesisVectors vectors;
    private final StakingColdkeys rootStakers;
    private final Draw draw;

    GenesisStake(WorkingState state, Population population, DevnetSpec spec, WeightScript weights) {
        this.state = state;
        this.population = population;
        this.spec = spec;
        this.vectors = new GenesisVectors(state, weights);
        this.rootStakers = new StakingColdkeys(state);
        this.draw = population.draw();
    }

    void write() {
        state.putU64(Subtensor.TAO_WEIGHT.prefix(), TAO_WEIGHT);
        state.put(
                Subtensor.SUBNET_MOVING_ALPHA.prefix(),
                WorkingState.littleEndian(MOVING_ALPHA_BITS, 16));
        state.putU16(Subtensor.TOTAL_NETWORKS.prefix(), population.subnets().size() + 1);
        state.put(
                Subtensor.MAX_EPOCHS_PER_BLOCK.prefix(), Bytes.ofInts(population.subnets().size()));
        state.putU64(Subtensor.NUM_ROOT_CLAIM.prefix(), 0);
        state.putU64(Subtensor.NOMINATOR_MIN_REQUIRED_STAKE.prefix(), NOMINATOR_MIN_STAKE);
        state.putU16(Subtensor.SUBNET_OWNER_CUT.prefix(), 11_796);
        population.validators().forEach(this::validator);
        root();
        long pools = state.u64(Subtensor.SUBNET_TAO.key(Subtensor.ROOT));
        for (Population.Subnet subnet : population.subnets()) {
            network(subnet);
            registrations(subnet);
            stakes(subnet);
            vectors.write(subnet);
            pools += subnet.taoReserve();
        }
        state.putU64(Subtensor.TOTAL_STAKE.prefix(), pools);
        developers();
    }

    private void validator(Population.Validator validator) {
        own(validator.hotkey(), validator.coldkey());
        state.putU16(Subtensor.DELEGATES.key(validator.hotkey()), validator.takeAtGenesis());
        if (!validator.name().isEmpty()) {
            ScaleCodecWriter identity = new ScaleCodecWriter().writeString(validator.name());
            for (int empty = 0; empty < 6; empty++) {
                identity.writeString(empty == 4 ? "A validator of the Hypha devnet." : "");
            }
            state.put(Subtensor.IDENTITIES_V2.key(validator.coldkey()), identity.toBytes());
        }
    }

    private void own(Bytes hotkey, Bytes coldkey) {
        state.put(Subtensor.OWNER.key(hotkey), coldkey);
        Bytes key = Subtensor.OWNED_HOTKEYS.key(coldkey);
        List<Bytes> owned = new java.util.ArrayList<>(Staking.accounts(state, key));
        owned.add(hotkey);
        state.put(key, Staking.encodeAccounts(owned));
    }

    private void root() {
        int root = Subtensor.ROOT;
        state.put(Subtensor.NETWORKS_ADDED.key(root), TRUE);
        state.put(Subtensor.SUBTOKEN_ENABLED.key(root), TRUE);
        state.putU16(Subtensor.SUBNETWORK_N.key(root), Population.VALIDATORS);
        state.putU16(Subtensor.TEMPO.key(root), spec.epochBlocks());
        long total = 0;
        for (Population.Validator validator : population.validators()) {
            register(root, validator.index(), validator.hotkey());
            hold(validator, root, validator.rootStake());
            total += validator.rootStake();
        }
        state.putU64(Subtensor.SUBNET_TAO.key(root), total);
        state.putU64(Subtensor.SUBNET_ALPHA_OUT.key(root), total);
        vectors.permitAll(root, Population.VALIDATORS);
    }

    private void network(Population.Subnet subnet) {
        int netuid = subnet.netuid();
        state.put(Subtensor.NETWORKS_ADDED.key(netuid), TRUE);
        state.put(Subtensor.SUBTOKEN_ENABLED.key(netuid), TRUE);
        state.putU16(Subtensor.SUBNET_MECHANISM.key(netuid), 1);
        state.putU16(Subtensor.TEMPO.key(netuid), spec.epochBlocks());
        state.putU16(Subtensor.MAX_ALLOWED_VALIDATORS.key(netuid), subnet.maxValidators());
        state.putU64(Subtensor.NETWORK_REGISTERED_AT.key(netuid), 0);
        state.putU64(Subtensor.FIRST_EMISSION_BLOCK_NUMBER.key(netuid), 1);
        state.put(
                Subtensor.TOKEN_SYMBOL.key(netuid),
                new ScaleCodecWriter().writeString(subnet.symbol()).toBytes());
        ScaleCodecWriter identity = new ScaleCodecWriter().writeString(subnet.name());
        for (int empty = 0; empty < 7; empty++) {
            identity.writeString("");
        }
        state.put(Subtensor.SUBNET_IDENTITIES_V3.key(netuid), identity.toBytes());
        state.put(Subtensor.SUBNET_OWNER.key(netuid), subnet.ownerColdkey());
        state.put(Subtensor.SUBNET_OWNER_HOTKEY.key(netuid), subnet.ownerHotkey());
        own(subnet.ownerHotkey(), subnet.ownerColdkey());
        pool(subnet);
    }

    private void pool(Population.Subnet subnet) {
        int netuid = subnet.netuid();
        Fixed alpha =
                Fixed.ratio(
                                64,
                                WeightedPool.WEIGHT_ONE - subnet.quoteWeight(),
                                subnet.quoteWeight())
                        .times(Fixed.f64(subnet.taoReserve()))
                        .dividedBy(Swap.limit(subnet.priceRao()));
        state.putU64(Subtensor.SUBNET_TAO.key(netuid), subnet.taoReserve());
        state.putU64(Subtensor.SUBNET_ALPHA_IN.key(netuid), alpha.floor());
        state.putU64(Items.SWAP_BALANCER.key(netuid), subnet.quoteWeight());
        state.put(Items.SWAP_INITIALIZED.key(netuid), TRUE);
        state.putU16(Items.FEE_RATE.key(netuid), Swap.DEFAULT_FEE_RATE);
        state.put(
                Subtensor.SUBNET_MOVING_PRICE.key(netuid),
                Swap.price(state, netuid).to(32).encode());
    }

    private void registrations(Population.Subnet subnet) {
        state.putU16(Subtensor.SUBNETWORK_N.key(subnet.netuid()), subnet.count());
        for (int uid = 0; uid < subnet.count(); uid++) {
            register(subnet.netuid(), uid, subnet.hotkey(uid));
        }
        subnet.miners().forEach(miner -> own(miner.hotkey(), miner.coldkey()));
    }

    private void register(int netuid, int uid, Bytes hotkey) {
        state.put(Subtensor.KEYS.key(netuid, uid), hotkey);
        state.putU16(Subtensor.UIDS.key(netuid, hotkey), uid);
        state.put(Subtensor.IS_NETWORK_MEMBER.key(hotkey, netuid), TRUE);
        state.putU64(Subtensor.BLOCK_AT_REGISTRATION.key(netuid, uid), 0);
    }

    /**
     * Nine tenths of the staked alpha is with validators, by size; owner and miners share the rest.
     */
    private void stakes(Population.Subnet subnet) {
        long sizes = 0;
        for (Population.Validator validator : subnet.validators()) {
            sizes += size(subnet, validator);
        }
        long pot = subnet.alphaStaked() / 10 * 9;
        long total = 0;
        for (Population.Validator validator : subnet.validators()) {
            long stake = pot / sizes * size(subnet, validator);
            hold(validator, subnet.netuid(), stake);
            total += stake;
        }
        for (Population.Miner miner : subnet.miners()) {
            long stake =
                    (200 + draw.below(1_500, 30, miner.hotkey().unsignedAt(0))) * Population.TAO;
            give(miner.hotkey(), miner.coldkey(), subnet.netuid(), stake);
            total += stake;
        }
        long owned = subnet.alphaStaked() / 20;
        give(subnet.ownerHotkey(), subnet.ownerColdkey(), subnet.netuid(), owned);
        state.putU64(Subtensor.SUBNET_ALPHA_OUT.key(subnet.netuid()), total + owned);
    }

    private long size(Population.Subnet subnet, Population.Validator validator) {
        long varied = 40L + draw.below(120, 31, validator.index(), subnet.netuid());
        return validator.rootStake() / Population.TAO * varied / 100;
    }

    /** Divides a validator's stake among its owner and a few nominators. */
    private void hold(Population.Validator validator, int netuid, long stake) {
        int nominators = 2 + draw.below(3, 32, validator.index(), netuid);
        Map<Bytes, Long> holders = new LinkedHashMap<>();
        long rest = stake;
        for (int k = 0; k < nominators; k++) {
            Bytes who =
                    population
                            .nominators()
                            .get(
                                    draw.below(
                                            Population.NOMINATORS,
                                            33,
                                            validator.index(),
                                            netuid,
                                            k));
            long part = stake * (8 + draw.below(14, 34, validator.index(), netuid, k)) / 100;
            holders.merge(who, part, Long::sum);
            rest -= part;
        }
        holders.put(validator.coldkey(), rest);
        int growth = netuid == Subtensor.ROOT ? 0 : draw.below(300, 35, validator.index(), netuid);
        shares(validator, netuid, holders, growth);
    }

    /**
     * Writes a pool whose share price is 1 + growth ‰. One pool in six is of the first generation,
     * and in another the nominators' shares are.
     */
    private void shares(
            Population.Validator validator, int netuid, Map<Bytes, Long> holders, int growth) {
        int generation = (validator.index() + netuid) % GENERATIONS;
        Bytes hotkey = validator.hotkey();
        long value = 0;
        long denominator = 0;
        for (Map.Entry<Bytes, Long> holder : holders.entrySet()) {
            Bytes coldkey = holder.getKey();
            long share = holder.getValue() / (1000 + growth) * 1000;
            boolean first =
                    generation == 0 || (generation == 1 && !coldkey.equals(validator.coldkey()));
            if (first) {
                state.put(Subtensor.ALPHA.key(hotkey, coldkey, netuid), u64f64(share));
            } else {
                state.put(
                        Subtensor.ALPHA_V2.key(hotkey, coldkey, netuid),
                        SafeFloat.of(share).encode());
            }
            listed(coldkey, hotkey, netuid);
            denominator += share;
            value += holder.getValue();
        }
        state.putU64(Subtensor.TOTAL_HOTKEY_ALPHA.key(hotkey, netuid), value);
        if (generation == 0) {
            state.put(Subtensor.TOTAL_HOTKEY_SHARES.key(hotkey, netuid), u64f64(denominator));
        } else {
            state.put(
                    Subtensor.TOTAL_HOTKEY_SHARES_V2.key(hotkey, netuid),
                    SafeFloat.of(denominator).encode());
        }
    }

    private static Bytes u64f64(long whole) {
        return new ScaleCodecWriter()
                .writeUint128(BigInteger.valueOf(whole).shiftLeft(64))
                .toBytes();
    }

    private void give(Bytes hotkey, Bytes coldkey, int netuid, long alpha) {
        listed(coldkey, hotkey, netuid);
        new SharePool(state, hotkey, netuid).add(coldkey, alpha);
    }

    private void listed(Bytes coldkey, Bytes hotkey, int netuid) {
        if (netuid == Subtensor.ROOT) {
            rootStakers.add(coldkey);
        }
        Bytes key = Subtensor.STAKING_HOTKEYS.key(coldkey);
        List<Bytes> hotkeys = new java.util.ArrayList<>(Staking.accounts(state, key));
        if (!hotkeys.contains(hotkey)) {
            hotkeys.add(hotkey);
            state.put(key, Staking.encodeAccounts(hotkeys));
        }
    }

    /** Alice and Bob begin with something to look at. */
    private void developers() {
        Bytes alice = DevAccounts.ALL.get(0).sr25519().toBytes();
        Bytes bob = DevAccounts.ALL.get(1).sr25519().toBytes();
        position(0, alice, 1, 250);
        position(2, alice, Subtensor.ROOT, 100);
        position(1, bob, 2, 400);
    }

    private void position(int validator, Bytes coldkey, int netuid, long whole) {
        long amount = whole * Population.TAO;
        give(population.validators().get(validator).hotkey(), coldkey, netuid, amount);
        state.addU64(Subtensor.SUBNET_ALPHA_OUT.key(netuid), amount);
        if (netuid == Subtensor.ROOT) {
            state.addU64(Subtensor.SUBNET_TAO.key(netuid), amount);
            state.addU64(Subtensor.TOTAL_STAKE.prefix(), amount);
        }
    }
}
