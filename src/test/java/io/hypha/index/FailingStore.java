package io.hypha.index;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** Fails each time before it writes, or after: the caller cannot tell which. */
class FailingStore implements EpochStore {
    private final EpochStore store;
    private int failures;
    private final boolean afterWriting;

    FailingStore(EpochStore store, int failures, boolean afterWriting) {
        this.store = store;
        this.failures = failures;
        this.afterWriting = afterWriting;
    }

    @Override
    public void open(ChainStatus.NetworkName network) {
        store.open(network);
    }

    @Override
    public Map<NetUid, SortedSet<Long>> missing() {
        return store.missing();
    }

    @Override
    public boolean has(NetUid netUid, long block) {
        return store.has(netUid, block);
    }

    @Override
    public Map<NetUid, Set<Hotkey>> validatorsBySubnet() {
        return store.validatorsBySubnet();
    }

    @Override
    public void save(EpochSnapshot snapshot) {
        if (failures-- > 0) {
            if (afterWriting) {
                store.save(snapshot);
            }
            throw new IllegalStateException("the database is gone");
        }
        store.save(snapshot);
    }

    @Override
    public void noteGap(NetUid netUid, long block, long seenBlock, String reason) {
        store.noteGap(netUid, block, seenBlock, reason);
    }
}
