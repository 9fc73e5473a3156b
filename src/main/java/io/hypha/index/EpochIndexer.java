package io.hypha.index;

import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.EpochSource;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what to read next and keeps it: the newest epoch that is not on record comes first,
 * whether it is new or long past. All it knows follows from the store, so a killed process goes on
 * where it stopped.
 *
 * <p>Used by one thread.
 */
public final class EpochIndexer {

    private final EpochSource source;
    private final EpochStore store;

    /** Epoch blocks to read, with the subnets that stepped there. */
    private final NavigableMap<Long, NavigableSet<NetUid>> targets = new TreeMap<>();

    /**
     * Epochs that cannot be read now; tried again when the process starts anew or an endpoint comes
     * back.
     */
    private final Map<NetUid, Set<Long>> refused = new HashMap<>();

    private Map<NetUid, Set<Hotkey>> candidates = new HashMap<>();
    private final Map<NetUid, Long> newest = new HashMap<>();
    private long head;
    private boolean opened;

    public EpochIndexer(EpochSource source, EpochStore store) {
        this.source = source;
        this.store = store;
    }

    /** What one step did. */
    public sealed interface Step {
        /** One block was kept. */
        record Indexed(long block, int subnets, int rows, boolean isNew, int left)
                implements Step {}

        /** All that can be read is on record. */
        record Idle(long head) implements Step {}

        /** The chain gives no answer now. */
        record Waiting(Reading.Reason reason, String text) implements Step {}

        /** One epoch cannot be read and was noted as a gap. */
        record Skipped(long block, String text) implements Step {}
    }

    /**
     * Looks for new epochs at the newest readable block. Call it once per finalized block.
     *
     * @return {@link Step.Idle} when there is an answer
     */
    public Step look() {
        open();
        return switch (source.lastSteps()) {
            case Reading.Known<Map<NetUid, Long>> known -> {
                head = known.block().number();
                known.value()
                        .forEach((netUid, block) -> {
                            if (block > newest.getOrDefault(netUid, 0L)) {
                                newest.put(netUid, block);
                                want(netUid, block);
                            }
                        });
                yield new Step.Idle(head);
            }
            case Reading.Missing<Map<NetUid, Long>>(Reading.Reason reason, String text) ->
                    new Step.Waiting(reason, text);
        };
    }

    /** Reads and keeps one epoch block. */
    public Step step() {
        open();
        if (targets.isEmpty()) {
            return new Step.Idle(head);
        }
        long block = targets.lastKey();
        Set<NetUid> stepped = targets.lastEntry().getValue();
        boolean isNew =
                stepped.stream().anyMatch(netUid -> newest.getOrDefault(netUid, 0L) == block);
        return switch (source.snapshot(block, stepped, candidates, isNew)) {
            case Reading.Known<EpochSnapshot> known -> keep(known.value(), isNew);
            case Reading.Missing<EpochSnapshot>(Reading.Reason reason, String text) ->
                    switch (reason) {
                        case NO_PEER, NOT_READ_YET, METADATA_UNCONFIRMED, NO_CHECKPOINT ->
                                new Step.Waiting(reason, text);
                        case STATE_PRUNED, UNSUPPORTED, ABSENT, INSUFFICIENT ->
                                skip(block, stepped, text);
                    };
        };
    }

    /** Epochs that are known to be missing and not given up. */
    public int left() {
        return targets.size();
    }

    /** Tries again what could not be read before. */
    public void retryGaps() {
        refused.clear();
        opened = false;
    }

    private void open() {
        if (opened) {
            return;
        }
        store.open(source.network());
        candidates = store.validatorsBySubnet();
        store.missing().forEach((netUid, blocks) -> blocks.forEach(block -> want(netUid, block)));
        opened = true;
    }

    private Step keep(EpochSnapshot snapshot, boolean isNew) {
        store.save(snapshot);
        long block = snapshot.block().number();
        targets.remove(block);
        for (EpochSnapshot.SubnetState subnet : snapshot.subnets()) {
            if (subnet.previousStep() > 0) {
                want(subnet.netUid(), subnet.previousStep());
            }
        }
        for (EpochSnapshot.StakeState stake : snapshot.stakes()) {
            candidates.computeIfAbsent(stake.netUid(), _ -> new HashSet<>()).add(stake.hotkey());
        }
        return new Step.Indexed(
                block,
                snapshot.subnets().size(),
                snapshot.stakes().size() + snapshot.validators().size(),
                isNew,
                targets.size());
    }

    private Step skip(long block, Set<NetUid> stepped, String text) {
        for (NetUid netUid : stepped) {
            store.noteGap(netUid, block, head, text);
            refused.computeIfAbsent(netUid, _ -> new HashSet<>()).add(block);
        }
        targets.remove(block);
        return new Step.Skipped(block, text);
    }

    private void want(NetUid netUid, long block) {
        if (block > 0
                && !refused.getOrDefault(netUid, Set.of()).contains(block)
                && !store.has(netUid, block)) {
            targets.computeIfAbsent(block, _ -> new TreeSet<>()).add(netUid);
        }
    }
}
