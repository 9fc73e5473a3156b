package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.bytes.Hash256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** The second half of reading an epoch: everything about validators that are known by now. */
final class EpochDetails {

    private static final Coldkey NOBODY = new Coldkey(Hash256.ZERO);

    private final Chain chain;
    private final ChainAt epoch;
    private final ChainAt at;
    private final SortedMap<NetUid, NavigableSet<Hotkey>> validators;
    private final Map<NetUid, Map<Hotkey, Long>> dividends;
    private final NavigableSet<Hotkey> all = new TreeSet<>();

    EpochDetails(
            Chain chain,
            ChainAt epoch,
            ChainAt at,
            SortedMap<NetUid, NavigableSet<Hotkey>> validators,
            Map<NetUid, Map<Hotkey, Long>> dividends) {
        this.chain = chain;
        this.epoch = epoch;
        this.at = at;
        this.validators = validators;
        this.dividends = dividends;
        validators.values().forEach(all::addAll);
    }

    /**
     * What the block before says: when each subnet stepped last, and the claim rates before this
     * epoch.
     */
    private record Before(
            boolean known, Map<NetUid, Long> steps, Map<Hotkey, Map<NetUid, BigInteger>> rates) {}

    Answer<EpochSnapshot> read(boolean names) {
        ChainAt.Batch batch = at.batch();
        validators.forEach((netUid, hotkeys) -> {
            ask(batch, netUid);
            hotkeys.forEach(hotkey -> ask(batch, netUid, hotkey));
        });
        for (Hotkey hotkey : all) {
            batch.add(StorageItem.OWNER, KeyPart.of(hotkey))
                    .add(StorageItem.DELEGATES, KeyPart.of(hotkey))
                    .add(StorageItem.ROOT_CLAIMABLE, KeyPart.of(hotkey))
                    .add(
                            StorageItem.TOTAL_HOTKEY_ALPHA,
                            KeyPart.of(hotkey),
                            KeyPart.of(NetUid.ROOT));
        }
        batch.add(StorageItem.TAO_WEIGHT);
        return batch.read()
                .flatMap(state ->
                        steppedHere(state)
                                .flatMap(_ -> before())
                                .flatMap(before ->
                                        (names
                                                        ? names(state)
                                                        : Answer.given(Map.<Coldkey, String>of()))
                                                .flatMap(known -> snapshot(state, before, known))));
    }

    private static void ask(ChainAt.Batch batch, NetUid netUid) {
        KeyPart subnet = KeyPart.of(netUid);
        PoolReader.ask(batch, netUid);
        batch.add(StorageItem.LAST_STEP_BLOCK, subnet)
                .add(StorageItem.TEMPO, subnet)
                .add(StorageItem.SUBNET_ALPHA_OUT, subnet)
                .add(StorageItem.ACTIVITY_CUTOFF, subnet)
                .add(StorageItem.ACTIVITY_CUTOFF_FACTOR, subnet)
                .add(StorageItem.VALIDATOR_PERMIT, subnet)
                .add(StorageItem.VALIDATOR_TRUST, subnet)
                .add(StorageItem.LAST_UPDATE, subnet);
    }

    private void ask(ChainAt.Batch batch, NetUid netUid, Hotkey hotkey) {
        KeyPart subnet = KeyPart.of(netUid);
        KeyPart hot = KeyPart.of(hotkey);
        batch.add(total(netUid, hotkey), hot, subnet)
                .add(StorageItem.ROOT_ALPHA_DIVIDENDS, subnet, hot)
                .add(StorageItem.UIDS, subnet, hot)
                .add(StorageItem.CHILDKEY_TAKE, hot, subnet);
    }

    /**
     * Who was paid has his pool's value noted at that moment; who was not has only the pool itself.
     */
    private StorageItem total(NetUid netUid, Hotkey hotkey) {
        return paid(netUid, hotkey) > 0
                ? StorageItem.TOTAL_HOTKEY_ALPHA_LAST_EPOCH
                : StorageItem.TOTAL_HOTKEY_ALPHA;
    }

    private long paid(NetUid netUid, Hotkey hotkey) {
        return dividends.getOrDefault(netUid, Map.of()).getOrDefault(hotkey, 0L);
    }

    private Answer<Boolean> steppedHere(ProvenState state) {
        for (NetUid netUid : validators.keySet()) {
            long step =
                    state.find(StorageItem.LAST_STEP_BLOCK, Decode::u64, KeyPart.of(netUid))
                            .orElse(0L);
            if (step != epoch.block().number()) {
                return Answer.missing(
                        at == epoch ? Answer.Reason.UNSUPPORTED : Answer.Reason.STATE_PRUNED,
                        "the last epoch of subnet "
                                + netUid
                                + " at block "
                                + at.block().number()
                                + " is that of block "
                                + step
                                + ", not "
                                + epoch.block().number());
            }
        }
        return Answer.given(true);
    }

    private Answer<Before> before() {
        long number = epoch.block().number() - 1;
        if (number < 0) {
            return Answer.given(new Before(true, Map.of(), Map.of()));
        }
        Answer<ProvenState> answer =
                chain.at(number)
                        .flatMap(parent -> {
                            ChainAt.Batch batch = parent.batch();
                            validators
                                    .keySet()
                                    .forEach(netUid ->
                                            batch.add(
                                                    StorageItem.LAST_STEP_BLOCK,
                                                    KeyPart.of(netUid)));
                            all.forEach(hotkey ->
                                    batch.add(StorageItem.ROOT_CLAIMABLE, KeyPart.of(hotkey)));
                            return batch.read();
                        });
        return switch (answer) {
            case Answer.Given<ProvenState>(ProvenState state) -> Answer.given(before(state));
            case Answer.Missing<ProvenState>(Answer.Reason reason, String text) ->
                    reason == Answer.Reason.STATE_PRUNED
                            ? Answer.given(new Before(false, Map.of(), Map.of()))
                            : Answer.missing(reason, text);
        };
    }

    private Before before(ProvenState state) {
        Map<NetUid, Long> steps = new HashMap<>();
        for (NetUid netUid : validators.keySet()) {
            steps.put(
                    netUid,
                    state.find(StorageItem.LAST_STEP_BLOCK, Decode::u64, KeyPart.of(netUid))
                            .orElse(0L));
        }
        Map<Hotkey, Map<NetUid, BigInteger>> rates = new HashMap<>();
        for (Hotkey hotkey : all) {
            rates.put(hotkey, PositionReader.rates(state, hotkey));
        }
        return new Before(true, steps, rates);
    }

    private Answer<Map<Coldkey, String>> names(ProvenState state) {
        ChainAt.Batch batch = at.batch();
        NavigableSet<Coldkey> owners = new TreeSet<>();
        for (Hotkey hotkey : all) {
            Coldkey owner = owner(state, hotkey);
            if (owners.add(owner)) {
                batch.add(StorageItem.IDENTITIES, KeyPart.of(owner));
            }
        }
        return batch.read()
                .map(identities -> {
                    Map<Coldkey, String> names = new HashMap<>();
                    for (Coldkey owner : owners) {
                        identities
                                .find(
                                        StorageItem.IDENTITIES,
                                        Decode::identityName,
                                        KeyPart.of(owner))
                                .ifPresent(name -> names.put(owner, name));
                    }
                    return names;
                });
    }

    private static Coldkey owner(ProvenState state, Hotkey hotkey) {
        return state.find(StorageItem.OWNER, Decode::coldkey, KeyPart.of(hotkey)).orElse(NOBODY);
    }

    private Answer<EpochSnapshot> snapshot(
            ProvenState state, Before before, Map<Coldkey, String> names) {
        List<EpochSnapshot.SubnetState> subnets = new ArrayList<>();
        List<EpochSnapshot.StakeState> stakes = new ArrayList<>();
        for (NetUid netUid : validators.keySet()) {
            switch (PoolReader.pool(at.runtime(), state, netUid)) {
                case Reading.Known<SubnetPool> pool -> {
                    subnets.add(subnet(state, before, netUid, pool.value()));
                    stakes(state, before, netUid, pool.value(), stakes);
                }
                case Reading.Missing<SubnetPool> missing -> {
                    return Answer.missing(Answer.Reason.UNSUPPORTED, missing.text());
                }
            }
        }
        List<EpochSnapshot.ValidatorState> states = new ArrayList<>();
        for (Hotkey hotkey : all) {
            states.add(validator(state, names, hotkey));
        }
        return Answer.given(
                new EpochSnapshot(
                        epoch.block(),
                        at.block(),
                        at.head().stateRoot(),
                        epoch.head().slot(),
                        at.runtime().specVersion(),
                        before.known() && at.runtime().has(StorageItem.ROOT_CLAIMABLE)
                                ? EpochSnapshot.RootRegime.CLAIM
                                : EpochSnapshot.RootRegime.OTHER,
                        subnets,
                        states,
                        stakes));
    }

    private EpochSnapshot.SubnetState subnet(
            ProvenState state, Before before, NetUid netUid, SubnetPool pool) {
        KeyPart subnet = KeyPart.of(netUid);
        int tempo = state.find(StorageItem.TEMPO, Decode::u16, subnet).orElse(0);
        // from 423 on a factor of the tempo in thousandths, before that a number of blocks
        long cutoff =
                state.find(StorageItem.ACTIVITY_CUTOFF_FACTOR, Decode::u32, subnet)
                        .map(factor -> Math.max(1L, (long) factor * tempo / 1000))
                        .or(() ->
                                state.find(StorageItem.ACTIVITY_CUTOFF, Decode::u16, subnet)
                                        .map(Integer::longValue))
                        .orElse(0L);
        return new EpochSnapshot.SubnetState(
                netUid,
                before.known() ? before.steps().getOrDefault(netUid, 0L) : EpochSnapshot.UNKNOWN,
                tempo,
                pool,
                state.find(StorageItem.SUBNET_ALPHA_OUT, Decode::u64, subnet).orElse(0L),
                cutoff,
                state.find(StorageItem.TAO_WEIGHT, io.hypha.node.scale.ScaleCodecReader::readUint64)
                        .orElse(BigInteger.ZERO));
    }

    private void stakes(
            ProvenState state,
            Before before,
            NetUid netUid,
            SubnetPool pool,
            List<EpochSnapshot.StakeState> into) {
        KeyPart subnet = KeyPart.of(netUid);
        boolean[] permits =
                state.find(StorageItem.VALIDATOR_PERMIT, Decode::booleans, subnet)
                        .orElseGet(() -> new boolean[0]);
        int[] trusts =
                state.find(StorageItem.VALIDATOR_TRUST, Decode::u16s, subnet)
                        .orElseGet(() -> new int[0]);
        long[] updates =
                state.find(StorageItem.LAST_UPDATE, Decode::u64s, subnet)
                        .orElseGet(() -> new long[0]);
        for (Hotkey hotkey : validators.getOrDefault(netUid, new TreeSet<>())) {
            KeyPart hot = KeyPart.of(hotkey);
            Optional<Integer> registered = state.find(StorageItem.UIDS, Decode::u16, subnet, hot);
            int uid = registered.orElse(-1);
            long total = state.find(total(netUid, hotkey), Decode::u64, hot, subnet).orElse(0L);
            BigInteger rate =
                    PositionReader.rates(state, hotkey).getOrDefault(netUid, BigInteger.ZERO);
            BigInteger rateBefore =
                    before.rates()
                            .getOrDefault(hotkey, Map.of())
                            .getOrDefault(netUid, BigInteger.ZERO);
            if (total == 0 && paid(netUid, hotkey) == 0 && uid < 0 && rate.equals(rateBefore)) {
                continue;
            }
            into.add(
                    new EpochSnapshot.StakeState(
                            hotkey,
                            netUid,
                            total,
                            paid(netUid, hotkey),
                            state.find(StorageItem.ROOT_ALPHA_DIVIDENDS, Decode::u64, subnet, hot)
                                    .orElse(0L),
                            rate,
                            pool.accrual(rateBefore, rate),
                            uid,
                            uid >= 0 && uid < permits.length && permits[uid],
                            uid >= 0 && uid < trusts.length ? trusts[uid] : 0,
                            uid >= 0 && uid < updates.length ? updates[uid] : 0,
                            state.find(StorageItem.CHILDKEY_TAKE, Decode::u16, hot, subnet)
                                    .orElse(0)));
        }
    }

    private EpochSnapshot.ValidatorState validator(
            ProvenState state, Map<Coldkey, String> names, Hotkey hotkey) {
        Coldkey owner = owner(state, hotkey);
        return new EpochSnapshot.ValidatorState(
                hotkey,
                owner,
                names.getOrDefault(owner, ""),
                state.find(StorageItem.DELEGATES, Decode::take, KeyPart.of(hotkey))
                        .orElse(Take.DEFAULT),
                state.find(
                                StorageItem.TOTAL_HOTKEY_ALPHA,
                                Decode::u64,
                                KeyPart.of(hotkey),
                                KeyPart.of(NetUid.ROOT))
                        .orElse(0L));
    }
}
