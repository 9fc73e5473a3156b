package io.hypha.devnet.author;

import io.hypha.devnet.runtime.Validity;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A transaction in the pool. Guarded by the pool's lock. */
final class PoolEntry {

    /**
     * What goes into a block first: the higher priority (a u64, hence the flipped sign), then the
     * earlier.
     */
    static final Comparator<PoolEntry> FIRST_COMES =
            Comparator.<PoolEntry>comparingLong(entry -> entry.priority ^ Long.MIN_VALUE)
                    .reversed()
                    .thenComparingLong(entry -> entry.arrival);

    final Bytes extrinsic;
    final Hash256 hash;
    final long priority;
    final long arrival;
    final List<Bytes> provides;

    /** Tags that neither the chain nor this transaction provides. */
    final Set<Bytes> missing;

    /** The last block number it may go into. */
    final long validUntil;

    boolean ready;

    private final List<Consumer<TransactionEvent>> watchers = new ArrayList<>();

    PoolEntry(
            Bytes extrinsic, Hash256 hash, Validity.Valid validity, long arrival, long validUntil) {
        this.extrinsic = extrinsic;
        this.hash = hash;
        this.priority = validity.priority();
        this.arrival = arrival;
        this.provides = validity.provides();
        this.missing = new HashSet<>(validity.requires());
        this.validUntil = validUntil;
    }

    void watch(Consumer<TransactionEvent> watcher) {
        watchers.add(watcher);
    }

    void tell(TransactionEvent event) {
        watchers.forEach(watcher -> watcher.accept(event));
    }
}
