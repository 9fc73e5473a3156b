package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRange;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads epochs through the light node in few round trips: two or three ranges, one batch, one batch
 * of the block before.
 */
public final class EpochReader implements EpochSource {

    /** From this many subnets on, a whole map is read at once instead of one range per subnet. */
    private static final int WHOLE_MAP_FROM = 3;

    private final Chain chain;

    public EpochReader(LightNode node) {
        this.chain = new Chain(node);
    }

    @Override
    public ChainStatus.NetworkName network() {
        return ChainStatusReader.network(chain.node().network());
    }

    @Override
    public Subscription onFinalized(Runnable listener) {
        LightNode.Subscription subscription = chain.node().onFinalized(_ -> listener.run());
        return subscription::close;
    }

    @Override
    public Reading<Map<NetUid, Long>> lastSteps() {
        return switch (chain.newest()
                .flatMap(at -> lastSteps(at).map(steps -> Map.entry(at, steps)))) {
            case Answer.Given<Map.Entry<ChainAt, Map<NetUid, Long>>>(
                            Map.Entry<ChainAt, Map<NetUid, Long>> given) ->
                    Reading.known(
                            given.getValue(),
                            given.getKey().block(),
                            Level.PROVEN,
                            ProofId.of(given.getKey().block(), "steps"));
            case Answer.Missing<Map.Entry<ChainAt, Map<NetUid, Long>>> missing ->
                    Chain.missing(missing);
        };
    }

    private static Answer<Map<NetUid, Long>> lastSteps(ChainAt at) {
        return guarded(
                at,
                () ->
                        range(at, StorageItem.LAST_STEP_BLOCK)
                                .map(range -> {
                                    Map<NetUid, Long> steps = new TreeMap<>();
                                    range.entries()
                                            .forEach((key, value) ->
                                                    steps.put(
                                                            netUid(
                                                                    at.runtime()
                                                                            .split(
                                                                                    StorageItem
                                                                                            .LAST_STEP_BLOCK,
                                                                                    key,
                                                                                    2)),
                                                            ProvenState.decode(
                                                                    value, Decode::u64)));
                                    return steps;
                                }));
    }

    @Override
    public Reading<EpochSnapshot> snapshot(
            long block,
            Set<NetUid> stepped,
            Map<NetUid, Set<Hotkey>> candidates,
            boolean discover) {
        Answer<EpochSnapshot> answer =
                chain.at(block).flatMap(at -> read(at, at, stepped, candidates, discover));
        if (answer instanceof Answer.Missing<EpochSnapshot> missing
                && missing.reason() == Answer.Reason.STATE_PRUNED) {
            // until the next epoch a younger block still holds what this one paid
            answer =
                    chain.at(block)
                            .flatMap(epoch ->
                                    chain.newest()
                                            .flatMap(newest ->
                                                    read(
                                                            epoch,
                                                            newest,
                                                            stepped,
                                                            candidates,
                                                            discover)));
        }
        return switch (answer) {
            case Answer.Given<EpochSnapshot>(EpochSnapshot snapshot) ->
                    Reading.known(
                            snapshot,
                            snapshot.readAt(),
                            Level.PROVEN,
                            ProofId.of(snapshot.readAt(), "epoch"));
            case Answer.Missing<EpochSnapshot> missing -> Chain.missing(missing);
        };
    }

    private Answer<EpochSnapshot> read(
            ChainAt epoch,
            ChainAt at,
            Set<NetUid> stepped,
            Map<NetUid, Set<Hotkey>> candidates,
            boolean discover) {
        return guarded(
                at,
                () ->
                        dividends(at, stepped)
                                .flatMap(dividends -> {
                                    SortedMap<NetUid, NavigableSet<Hotkey>> validators =
                                            new TreeMap<>();
                                    for (NetUid netUid : stepped) {
                                        NavigableSet<Hotkey> here =
                                                new TreeSet<>(
                                                        candidates.getOrDefault(netUid, Set.of()));
                                        here.addAll(
                                                dividends.getOrDefault(netUid, Map.of()).keySet());
                                        validators.put(netUid, here);
                                    }
                                    Answer<Boolean> found =
                                            discover
                                                    ? discover(at, validators)
                                                    : Answer.given(true);
                                    return found.flatMap(_ ->
                                            new EpochDetails(
                                                            chain, epoch, at, validators, dividends)
                                                    .read(discover));
                                }));
    }

    /** What was paid, by subnet and validator: the map itself tells who, so nobody is forgotten. */
    private static Answer<Map<NetUid, Map<Hotkey, Long>>> dividends(
            ChainAt at, Set<NetUid> stepped) {
        return ranges(at, StorageItem.ALPHA_DIVIDENDS, stepped)
                .map(entries -> {
                    Map<NetUid, Map<Hotkey, Long>> dividends = new HashMap<>();
                    entries.forEach((key, value) -> {
                        List<Bytes> parts =
                                at.runtime().split(StorageItem.ALPHA_DIVIDENDS, key, 2, 32);
                        NetUid netUid = netUid(parts);
                        if (stepped.contains(netUid)) {
                            dividends
                                    .computeIfAbsent(netUid, _ -> new HashMap<>())
                                    .put(
                                            new Hotkey(Hash256.of(parts.get(1))),
                                            ProvenState.decode(value, Decode::u64));
                        }
                    });
                    return dividends;
                });
    }

    /** Adds every holder of a validator permit. */
    private static Answer<Boolean> discover(
            ChainAt at, SortedMap<NetUid, NavigableSet<Hotkey>> validators) {
        ChainAt.Batch batch = at.batch();
        validators
                .keySet()
                .forEach(netUid -> batch.add(StorageItem.VALIDATOR_PERMIT, KeyPart.of(netUid)));
        return batch.read()
                .flatMap(permits ->
                        ranges(at, StorageItem.KEYS, validators.keySet())
                                .map(entries -> {
                                    Map<NetUid, boolean[]> held = new HashMap<>();
                                    entries.forEach((key, value) -> {
                                        List<Bytes> parts =
                                                at.runtime().split(StorageItem.KEYS, key, 2, 2);
                                        NetUid netUid = netUid(parts);
                                        NavigableSet<Hotkey> here = validators.get(netUid);
                                        if (here == null) {
                                            return; // the whole map holds root and subnets that did
                                            // not step, too
                                        }
                                        int uid = ProvenState.decode(parts.get(1), Decode::u16);
                                        boolean[] permit =
                                                held.computeIfAbsent(
                                                        netUid,
                                                        each ->
                                                                permits.find(
                                                                                StorageItem
                                                                                        .VALIDATOR_PERMIT,
                                                                                Decode::booleans,
                                                                                KeyPart.of(each))
                                                                        .orElseGet(() ->
                                                                                new boolean[0]));
                                        if (uid < permit.length && permit[uid]) {
                                            here.add(ProvenState.decode(value, Decode::hotkey));
                                        }
                                    });
                                    return true;
                                }));
    }

    private static Answer<ProvenRange> range(ChainAt at, StorageItem item, KeyPart... parts) {
        return at.range(item, parts)
                .flatMap(range ->
                        range.<Answer<ProvenRange>>map(Answer::given)
                                .orElseGet(() ->
                                        Answer.missing(
                                                Answer.Reason.UNSUPPORTED,
                                                "runtime "
                                                        + at.runtime().specVersion()
                                                        + " has no "
                                                        + item)));
    }

    /**
     * The entries of a map by subnet first: of those subnets alone when they are few, else the
     * whole.
     */
    private static Answer<SortedMap<Bytes, Bytes>> ranges(
            ChainAt at, StorageItem item, Set<NetUid> netUids) {
        if (netUids.size() >= WHOLE_MAP_FROM) {
            return range(at, item).map(ProvenRange::entries);
        }
        SortedMap<Bytes, Bytes> entries = new TreeMap<>();
        for (NetUid netUid : new HashSet<>(netUids)) {
            Answer<ProvenRange> range = range(at, item, KeyPart.of(netUid));
            switch (range) {
                case Answer.Given<ProvenRange>(ProvenRange given) ->
                        entries.putAll(given.entries());
                case Answer.Missing<ProvenRange>(Answer.Reason reason, String text) -> {
                    return Answer.missing(reason, text);
                }
            }
        }
        return Answer.given(entries);
    }

    private static NetUid netUid(List<Bytes> parts) {
        return new NetUid(ProvenState.decode(parts.getFirst(), Decode::u16));
    }

    /** A value of an unknown form ends the question, not the process. */
    private static <T> Answer<T> guarded(
            ChainAt at, java.util.function.Supplier<Answer<T>> question) {
        try {
            return question.get();
        } catch (ScaleException | IllegalArgumentException e) {
            return Answer.missing(
                    Answer.Reason.UNSUPPORTED,
                    "runtime "
                            + at.runtime().specVersion()
                            + " keeps epochs in a form that Hypha does not know: "
                            + e.getMessage());
        }
    }
}
