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

    /** What was written for a key; empty where it was removed. */
    record Written(Optional<Bytes> value) {}

    /** What was written when the transaction began, if anything was. */
    private final Deque<Map<Place, Optional<Written>>> transactions = new ArrayDeque<>();

    private final SortedMap<Bytes, NavigableMap<Bytes, Optional<Bytes>>> tries = new TreeMap<>();
    private final int maxTransactions;
    private final int maxBytes;
    private long bytes;

    Overlay(CallLimits limits) {
        this.maxTransactions = limits.transactions();
        this.maxBytes = limits.changedBytes();
    }

    /** What was written for the key, if anything was. */
    Optional<Written> get(Bytes child, Bytes key) {
        return written(changes(child).get(key));
    }

    @SuppressWarnings("NullableOptional") // what a map says of a key that it does not hold
    private static Optional<Written> written(@Nullable Optional<Bytes> value) {
        return value == null ? Optional.empty() : Optional.of(new Written(value));
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
        Optional<Written> before = written(trie.put(key, value));
        bytes += added;
        Map<Place, Optional<Written>> open = transactions.peek();
        Place place = new Place(child, key);
        if (open != null && !open.containsKey(place)) {
            open.put(place, before);
            bytes += before.isEmpty() ? ENTRY_OVERHEAD : 0;
        } else if (before.isPresent()) {
            bytes -= weight(key, before.get().value());
        }
    }

    private static long weight(Bytes key, Optional<Bytes> value) {
        return (long) ENTRY_OVERHEAD + key.size() + value.map(Bytes::size).orElse(0);
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
        Map<Place, Optional<Written>> ended = transactions.pop();
        Map<Place, Optional<Written>> outer = transactions.peek();
        ended.forEach((place, before) -> {
            if (outer != null && !outer.containsKey(place)) {
                outer.put(place, before);
            } else {
                bytes -= heldFor(place, before);
            }
        });
    }

    /** Forgets what was written since the last begin. */
    void rollback() {
        transactions.pop().forEach(this::bringBack);
    }

    private void bringBack(Place place, Optional<Written> before) {
        NavigableMap<Bytes, Optional<Bytes>> trie = tries.get(place.child());
        if (trie == null) {
            return;
        }
        Optional<Written> undone =
                written(
                        before.isPresent()
                                ? trie.put(place.key(), before.get().value())
                                : trie.remove(place.key()));
        bytes -= undone.map(each -> weight(place.key(), each.value())).orElse(0L);
        bytes -= before.isEmpty() ? ENTRY_OVERHEAD : 0;
    }

    private static long heldFor(Place place, Optional<Written> before) {
        return before.map(each -> weight(place.key(), each.value())).orElse((long) ENTRY_OVERHEAD);
    }
}
