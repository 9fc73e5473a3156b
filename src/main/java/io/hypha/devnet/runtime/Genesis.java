package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the raw state of block 0. */
final class Genesis {
    private static final long FEE_MULTIPLIER_ONE = 1_000_000_000_000_000_000L;

    /** 10.9 million TAO: past the first halving. */
    private static final long ISSUANCE = 10_900_000 * Population.TAO;

    /** What Substrate keeps as block 0's hash until block 1 knows it. */
    private static final Bytes HASH_69 = Bytes.fromHex("45".repeat(32));

    private static final int TREASURIES = 12;

    private static final StateView NOTHING =
            new StateView() {
                @Override
                public Optional<Bytes> get(Bytes key) {
                    return Optional.empty();
                }

                @Override
                public Optional<Bytes> nextKey(Bytes after) {
                    return Optional.empty();
                }
            };

    private final DevnetSpec spec;
    private final Population population;
    private final Release release;
    private final WorkingState state = new WorkingState(NOTHING);
    private long issued;

    Genesis(DevnetSpec spec, Population population, Release release) {
        this.spec = spec;
        this.population = population;
        this.release = release;
    }

    SortedMap<Bytes, Bytes> build(WeightScript weights) {
        runtime();
        frame();
        consensus();
        new GenesisStake(state, population, spec, weights).write();
        balances();
        SortedMap<Bytes, Bytes> entries = new TreeMap<>();
        state.changes()
                .forEach((key, value) -> value.ifPresent(present -> entries.put(key, present)));
        return entries;
    }

    /** The code that others run, and what it answers from. */
    private void runtime() {
        release.install(state);
        state.putU64(WellKnown.SLOT_DURATION, spec.slotDurationMillis());
    }

    private void frame() {
        state.put(Items.LAST_RUNTIME_UPGRADE.prefix(), release.lastUpgrade());
        state.putU32(Items.NUMBER.prefix(), 0);
        state.put(Items.PARENT_HASH.prefix(), HASH_69);
        state.put(Items.BLOCK_HASH.key(StorageItem.u32(0)), HASH_69);
        state.put(Items.U32_REF_COUNT.prefix(), Bytes.ofInts(1));
        state.put(Items.TRIPLE_REF_COUNT.prefix(), Bytes.ofInts(1));
        state.putU64(Items.NOW.prefix(), spec.genesisTimeMillis());
        state.putU64(WellKnown.SETTLED, spec.genesisTimeMillis());
        state.put(
                Items.NEXT_FEE_MULTIPLIER.prefix(),
                WorkingState.littleEndian(FEE_MULTIPLIER_ONE, 16));
        state.put(Items.FEE_STORAGE_VERSION.prefix(), Bytes.ofInts(1));
    }

    private void consensus() {
        state.put(
                Items.AURA_AUTHORITIES.prefix(),
                new ScaleCodecWriter()
                        .writeVector(
                                DevAccounts.AUTHORITIES,
                                (out, each) -> out.writeHash(each.sr25519()))
                        .toBytes());
        state.putU64(
                Items.CURRENT_SLOT.prefix(), spec.genesisTimeMillis() / spec.slotDurationMillis());
        Bytes voters =
                new ScaleCodecWriter()
                        .writeVector(
                                DevAccounts.AUTHORITIES,
                                (out, each) -> out.writeHash(each.ed25519()).writeLong(1))
                        .toBytes();
        state.put(Items.GRANDPA_AUTHORITIES.prefix(), voters);
        state.put(WellKnown.GRANDPA_AUTHORITIES, Bytes.concat(Bytes.ofInts(1), voters));
        state.put(Items.GRANDPA_STATE.prefix(), Bytes.ofInts(0));
        state.putU64(Items.CURRENT_SET_ID.prefix(), 0);
        state.putU32(VoterChanges.sessionKey(0), 0);
        state.put(Items.SUDO_KEY.prefix(), DevAccounts.AUTHORITIES.getFirst().sr25519().toBytes());
    }

    /** Free TAO; pools and root stake are held by the subnets' accounts. */
    private void balances() {
        Draw draw = population.draw();
        endow(
                SubnetAccount.of(Subtensor.ROOT),
                state.u64(Subtensor.SUBNET_TAO.key(Subtensor.ROOT)));
        for (Population.Subnet subnet : population.subnets()) {
            endow(SubnetAccount.of(subnet.netuid()), subnet.taoReserve());
            endow(
                    subnet.ownerColdkey(),
                    (500 + draw.below(4_000, 20, subnet.netuid())) * Population.TAO);
        }
        for (Population.Validator validator : population.validators()) {
            if (!state.contains(Items.ACCOUNT.key(validator.coldkey()))) {
                endow(
                        validator.coldkey(),
                        (50 + draw.below(5_000, 21, validator.index())) * Population.TAO);
            }
        }
        for (int i = 0; i < Population.NOMINATORS; i++) {
            endow(
                    population.nominators().get(i),
                    (100 + draw.below(20_000, 22, i)) * Population.TAO);
        }
        for (DevAccounts.DevAccount account : DevAccounts.ALL) {
            endow(account.sr25519().toBytes(), 10_000 * Population.TAO);
        }
        long rest = ISSUANCE - issued;
        for (int i = 0; i < TREASURIES; i++) {
            endow(
                    population.account("treasury", i),
                    i == 0 ? rest - rest / TREASURIES * 11 : rest / TREASURIES);
        }
        state.putU64(Items.BALANCES_ISSUANCE.prefix(), issued);
        state.putU64(Subtensor.TOTAL_ISSUANCE.prefix(), issued);
    }

    private void endow(Bytes account, long rao) {
        AccountInfo.NONE.withProviders(1).withFree(rao).write(state, account);
        issued = Math.addExact(issued, rao);
    }
}
