package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What calls wrote over a state: the newest value of each key, and for each open transaction the
 * values that a rollback brings back. The empty child name stands for the main trie.
 */
final class Overlay {

    static final Bytes MAIN = Bytes.EMPTY;

    private static final int ENTRY_OVERHEAD = 64;

    private record Place(Bytes child, Bytes key) {}

    /** Values as they were when the transaction began; a null value: the overlay had none. */
    private final Deque<Map<Place, @Nullable Optional<Bytes>>> transactions = new ArrayDeque<>();

    private final SortedMap<Bytes, NavigableMap<Bytes, Optional<Bytes>>> tries = new TreeMap<>();
    private final int maxTransactions;
    private final int maxBytes;
    private long bytes;

    Overlay(CallLimits limits) {
        this.maxTransactions = limits.transactions();
        this.maxBytes = limits.changedBytes();
    }

    /** What was written for the key (empty where it was removed), or null if nothing was. */
    @Nullable Optional<Bytes> get(Bytes child, Bytes key) {
        return changes(child).get(key);
    }

    /** The keys of one trie that were written, in order. */
    NavigableMap<Bytes, Optional<Bytes>> changes(Bytes child) {
        NavigableMap<Bytes, Optional<Bytes>> trie = tries.get(child);
        return trie == null
                ? Collections.emptyNavigableMap()
                : Collections.unmodifiableNavigableMap(trie);
    }

    /** The child tries that something was written to. */
    List<Bytes> children() {
        return tries.entrySet().stream()
                .filter(trie -> !trie.getKey().equals(MAIN) && !trie.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    void set(Bytes child, Bytes key, Optional<Bytes> value) {
        NavigableMap<Bytes, Optional<Bytes>> trie =
                tries.computeIfAbsent(child, _ -> new TreeMap<>());
        long added = weight(key, value);
        if (bytes + added > maxBytes) {
            throw CallEndedException.reached(
                    Limit.CHANGES, "the code writes more than " + maxBytes + " bytes");
        }
        Optional<Bytes> before = trie.put(key, value);
        bytes += added;
        Map<Place, @Nullable Optional<Bytes>> open = transactions.peek();
        Place place = new Place(child, key);
        if (open != null && !open.containsKey(place)) {
            open.put(place, before);
            bytes += before == null ? ENTRY_OVERHEAD : 0;
        } else if (before != null) {
            bytes -= weight(key, before);
        }
    }

    private static long weight(Bytes key, Optional<Bytes> value) {
        return ENTRY_OVERHEAD + key.size() + value.map(Bytes::size).orElse(0);
    }

    /** Bytes that are held, with what each entry costs. */
    long bytes() {
        return bytes;
    }

    int depth() {
        return transactions.size();
    }

    void begin() {
        if (transactions.size() >= maxTransactions) {
            throw CallEndedException.reached(
                    Limit.TRANSACTIONS, "more than " + maxTransactions + " storage transactions");
        }
        transactions.push(new HashMap<>());
    }

    /** Keeps what was written since the last begin. */
    void commit() {
        Map<Place, @Nullable Optional<Bytes>> ended = transactions.pop();
        Map<Place, @Nullable Optional<Bytes>> outer = transactions.peek();
        ended.forEach(
                (place, before) -> {
                    if (outer != null && !outer.containsKey(place)) {
                        outer.put(place, before);
                    } else {
                        bytes -= heldFor(place, before);
                    }
                });
    }

    /** Forgets what was written since the last begin. */
    void rollback() {
        transactions
                .pop()
                .forEach(
                        (place, before) -> {
                            NavigableMap<Bytes, Optional<Bytes>> trie = tries.get(place.child());
                            if (trie == null) {
                                return;
                            }
                            Optional<Bytes> written =
                                    before == null
                                            ? trie.remove(place.key())
                                            : trie.put(place.key(), before);
                            bytes -= written == null ? 0 : weight(place.key(), written);
                            bytes -= before == null ? ENTRY_OVERHEAD : 0;
                        });
    }

    private static long heldFor(Place place, @Nullable Optional<Bytes> before) {
        return before == null ? ENTRY_OVERHEAD : weight(place.key(), before);
    }
}
