package io.hypha.index;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Take;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Both ports in memory, for tests of what stands on them. */
public final class MemoryEpochStore implements EpochStore, EpochHistory {

    private Optional<ChainStatus.NetworkName> network = Optional.empty();
    private final SortedMap<NetUid, SortedMap<Long, Kept>> kept = new TreeMap<>();
    private final Map<NetUid, SortedMap<Long, String>> gaps = new HashMap<>();
    private final Map<Hotkey, ValidatorRecord> validators = new LinkedHashMap<>();
    private long version;

    private record Kept(EpochSnapshot snapshot, EpochSnapshot.SubnetState subnet) {
        SubnetEpoch epoch() {
            return new SubnetEpoch(
                    snapshot.block(),
                    snapshot.readAt().number(),
                    subnet.previousStep(),
                    subnet.tempo(),
                    subnet.activityCutoffBlocks(),
                    subnet.pool(),
                    subnet.alphaOutRao(),
                    subnet.taoWeight());
        }
    }

    /** Used by one thread. */
    @Override
    public <T> T atOnce(Supplier<T> questions) {
        return questions.get();
    }

    @Override
    public void open(ChainStatus.NetworkName opened) {
        if (network.isPresent() && !network.get().genesisHash().equals(opened.genesisHash())) {
            throw new ForeignDatabaseException("this store records " + network.get().name());
        }
        network = Optional.of(opened);
    }

    @Override
    public Map<NetUid, SortedSet<Long>> missing() {
        Map<NetUid, SortedSet<Long>> missing = new HashMap<>();
        kept.forEach((netUid, epochs) ->
                epochs.values()
                        .forEach(each -> {
                            long previous = each.subnet().previousStep();
                            if (previous > 0 && !epochs.containsKey(previous)) {
                                missing.computeIfAbsent(netUid, _ -> new TreeSet<>()).add(previous);
                            }
                        }));
        return missing;
    }

    @Override
    public boolean has(NetUid netUid, long block) {
        return of(netUid).containsKey(block);
    }

    @Override
    public Map<NetUid, Set<Hotkey>> validatorsBySubnet() {
        Map<NetUid, Set<Hotkey>> all = new HashMap<>();
        kept.values().stream()
                .map(SortedMap::values)
                .flatMap(Collection::stream)
                .forEach(each ->
                        each.snapshot()
                                .stakes()
                                .forEach(stake ->
                                        all.computeIfAbsent(stake.netUid(), _ -> new HashSet<>())
                                                .add(stake.hotkey())));
        return all;
    }

    @Override
    public void save(EpochSnapshot snapshot) {
        boolean changed = false;
        for (EpochSnapshot.SubnetState subnet : snapshot.subnets()) {
            changed |=
                    kept.computeIfAbsent(subnet.netUid(), _ -> new TreeMap<>())
                                    .putIfAbsent(
                                            snapshot.block().number(), new Kept(snapshot, subnet))
                            == null;
            gaps.getOrDefault(subnet.netUid(), new TreeMap<>()).remove(snapshot.block().number());
        }
        if (changed) {
            version++;
            snapshot.validators().forEach(state -> saw(state, snapshot.block().number()));
        }
    }

    private void saw(EpochSnapshot.ValidatorState state, long block) {
        ValidatorRecord old = validators.get(state.hotkey());
        if (old == null) {
            validators.put(
                    state.hotkey(),
                    new ValidatorRecord(
                            state.hotkey(),
                            state.owner(),
                            block,
                            state.name(),
                            state.take(),
                            state.rootStakeRao(),
                            block,
                            block));
        } else if (block >= old.seenAt()) {
            validators.put(
                    state.hotkey(),
                    new ValidatorRecord(
                            state.hotkey(),
                            state.owner(),
                            state.owner().equals(old.owner()) ? old.ownerSinceBlock() : block,
                            state.name().isEmpty() ? old.name() : state.name(),
                            state.take(),
                            state.rootStakeRao(),
                            old.firstSeenAt(),
                            block));
        } else {
            boolean longer =
                    state.owner().equals(old.owner())
                            && block < old.ownerSinceBlock()
                            && block <= old.firstSeenAt();
            validators.put(
                    state.hotkey(),
                    new ValidatorRecord(
                            old.hotkey(),
                            old.owner(),
                            longer ? block : old.ownerSinceBlock(),
                            old.name(),
                            old.take(),
                            old.rootStakeRao(),
                            Math.min(block, old.firstSeenAt()),
                            old.seenAt()));
        }
    }

    @Override
    public void noteGap(NetUid netUid, long block, long seenBlock, String reason) {
        gaps.computeIfAbsent(netUid, _ -> new TreeMap<>()).put(block, reason);
        version++;
    }

    @Override
    public List<NetUid> subnets() {
        List<NetUid> subnets = new ArrayList<>(kept.keySet());
        if (!subnets.isEmpty() && !subnets.getFirst().isRoot()) {
            subnets.addFirst(NetUid.ROOT);
        }
        return subnets;
    }

    @Override
    public long version(NetUid netUid) {
        return version;
    }

    @Override
    public Optional<Coverage> coverage(NetUid netUid) {
        if (netUid.isRoot()) {
            List<List<SubnetEpoch>> all =
                    kept.keySet().stream().map(each -> epochs(each, Long.MIN_VALUE)).toList();
            String gap =
                    gaps.values().stream()
                            .flatMap(each -> each.values().stream())
                            .findFirst()
                            .orElse("");
            return all.isEmpty() ? Optional.empty() : Optional.of(EpochLinks.root(all, gap));
        }
        SortedMap<Long, String> noted = gaps.getOrDefault(netUid, new TreeMap<>());
        List<SubnetEpoch> unbroken = epochs(netUid, Long.MIN_VALUE);
        return unbroken.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        EpochLinks.coverage(
                                unbroken, noted.isEmpty() ? "" : noted.get(noted.lastKey())));
    }

    @Override
    public List<SubnetEpoch> epochs(NetUid netUid, long sinceMillis) {
        return EpochLinks.unbroken(
                of(netUid).values().stream()
                        .map(Kept::epoch)
                        .filter(epoch -> epoch.block().timestampMillis() >= sinceMillis)
                        .toList());
    }

    @Override
    public Map<Hotkey, List<StakeEpoch>> stakes(NetUid netUid, long sinceMillis) {
        Map<Hotkey, List<StakeEpoch>> stakes = new LinkedHashMap<>();
        of(netUid)
                .forEach((block, each) -> {
                    if (each.snapshot().block().timestampMillis() >= sinceMillis) {
                        each.snapshot().stakes().stream()
                                .filter(stake -> stake.netUid().equals(netUid))
                                .forEach(stake ->
                                        stakes.computeIfAbsent(
                                                        stake.hotkey(), _ -> new ArrayList<>())
                                                .add(
                                                        new StakeEpoch(
                                                                block,
                                                                stake.totalRao(),
                                                                stake.dividendsRao(),
                                                                stake.uid(),
                                                                stake.permit(),
                                                                stake.vtrust(),
                                                                stake.lastUpdateBlock(),
                                                                stake.childkeyTake())));
                    }
                });
        return stakes;
    }

    @Override
    public List<StakeEpoch> stakes(NetUid netUid, Hotkey hotkey, long sinceMillis) {
        return stakes(netUid, sinceMillis).getOrDefault(hotkey, List.of());
    }

    @Override
    public List<RootEpoch> rootEpochs(Hotkey hotkey, long sinceMillis) {
        return rootEpochs(sinceMillis).getOrDefault(hotkey, List.of());
    }

    @Override
    public List<TakeRecord> takes(Hotkey hotkey, long sinceMillis) {
        return takes(sinceMillis).getOrDefault(hotkey, List.of());
    }

    @Override
    public Map<Hotkey, List<RootEpoch>> rootEpochs(long sinceMillis) {
        Map<Hotkey, SortedMap<Long, RootEpoch>> epochs = new LinkedHashMap<>();
        kept.forEach((netUid, blocks) ->
                blocks.forEach((block, each) -> {
                    BlockRef at = each.snapshot().block();
                    if (at.timestampMillis() >= sinceMillis
                            && each.snapshot().regime() == EpochSnapshot.RootRegime.CLAIM) {
                        for (EpochSnapshot.StakeState stake : each.snapshot().stakes()) {
                            if (stake.netUid().equals(netUid)) {
                                epochs.computeIfAbsent(stake.hotkey(), _ -> new TreeMap<>())
                                        .merge(
                                                block,
                                                root(each.snapshot(), stake),
                                                (one, other) ->
                                                        new RootEpoch(
                                                                one.hotkey(),
                                                                one.block(),
                                                                one.accrual().add(other.accrual()),
                                                                one.rootStakeRao(),
                                                                one.take()));
                            }
                        }
                    }
                }));
        Map<Hotkey, List<RootEpoch>> lists = new LinkedHashMap<>();
        epochs.forEach((hotkey, blocks) -> lists.put(hotkey, List.copyOf(blocks.values())));
        return lists;
    }

    private static RootEpoch root(EpochSnapshot snapshot, EpochSnapshot.StakeState stake) {
        EpochSnapshot.ValidatorState validator =
                snapshot.validators().stream()
                        .filter(each -> each.hotkey().equals(stake.hotkey()))
                        .findFirst()
                        .orElseThrow();
        BigDecimal accrual = stake.rootAccrual();
        return new RootEpoch(
                stake.hotkey(),
                snapshot.block(),
                accrual,
                validator.rootStakeRao(),
                validator.take());
    }

    @Override
    public Map<Hotkey, ValidatorRecord> validators() {
        return new HashMap<>(validators);
    }

    @Override
    public Map<Hotkey, List<TakeRecord>> takes(long sinceMillis) {
        SortedMap<Long, EpochSnapshot> snapshots = new TreeMap<>();
        kept.values()
                .forEach(blocks ->
                        blocks.forEach((block, each) -> snapshots.put(block, each.snapshot())));
        Map<Hotkey, List<TakeRecord>> takes = new LinkedHashMap<>();
        snapshots.values().stream()
                .filter(snapshot -> snapshot.block().timestampMillis() >= sinceMillis)
                .forEach(snapshot ->
                        snapshot.validators()
                                .forEach(state -> {
                                    List<TakeRecord> known =
                                            takes.computeIfAbsent(
                                                    state.hotkey(), _ -> new ArrayList<>());
                                    Take take = state.take();
                                    if (known.isEmpty() || !known.getLast().take().equals(take)) {
                                        known.add(new TakeRecord(snapshot.block(), take));
                                    }
                                }));
        return takes;
    }

    @Override
    public List<NetUid> subnetsOf(Hotkey hotkey) {
        return kept.keySet().stream()
                .filter(netUid ->
                        of(netUid).get(of(netUid).lastKey()).snapshot().stakes().stream()
                                .anyMatch(stake ->
                                        stake.netUid().equals(netUid)
                                                && stake.hotkey().equals(hotkey)))
                .toList();
    }

    private SortedMap<Long, Kept> of(NetUid netUid) {
        return kept.getOrDefault(netUid, new TreeMap<>());
    }
}
