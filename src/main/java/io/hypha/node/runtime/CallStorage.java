package io.hypha.node.runtime;

import static io.hypha.node.runtime.Overlay.MAIN;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The storage that one call sees: the overlay, and below it the state. */
final class CallStorage {

    /** How far the removal of a prefix went. */
    record Removal(boolean isComplete, long keys) {}

    private static final long MAX_COMPACT_U32 = 0xffff_ffffL;

    private final RuntimeState state;
    private final Overlay overlay;
    private final CallThread thread;
    private final int maxReads;
    private final int outerTransactions;
    private int reads;

    CallStorage(RuntimeState state, Overlay overlay, CallLimits limits, CallThread thread) {
        this.state = state;
        this.overlay = overlay;
        this.thread = thread;
        this.maxReads = limits.reads();
        this.outerTransactions = overlay.depth();
    }

    private <T> T ask(Supplier<T> question) {
        if (++reads > maxReads) {
            throw CallEndedException.reached(
                    Limit.READS, "the code reads more than " + maxReads + " times from the state");
        }
        return thread.outside(question);
    }

    Optional<Bytes> get(Bytes child, Bytes key) {
        Optional<Overlay.Written> written = overlay.get(child, key);
        if (written.isPresent()) {
            return written.get().value();
        }
        StateAnswer answer =
                ask(() -> child.equals(MAIN) ? state.get(key) : state.child(child, key));
        return switch (answer) {
            case StateAnswer.Value(Bytes value) -> Optional.of(value);
            case StateAnswer.Absent() -> Optional.empty();
            case StateAnswer.Unavailable(String reason) -> throw CallEndedException.noState(reason);
        };
    }

    private Optional<Bytes> nextInState(Bytes child, Bytes after) {
        NextAnswer answer =
                ask(() -> child.equals(MAIN) ? state.next(after) : state.childNext(child, after));
        return switch (answer) {
            case NextAnswer.Key(Bytes key) -> Optional.of(key);
            case NextAnswer.End() -> Optional.empty();
            case NextAnswer.Unavailable(String reason) -> throw CallEndedException.noState(reason);
        };
    }

    Optional<Bytes> next(Bytes child, Bytes after) {
        NavigableMap<Bytes, Optional<Bytes>> written = overlay.changes(child);
        Optional<Bytes> below = nextInState(child, after);
        Bytes at = after;
        while (true) {
            Map.Entry<Bytes, Optional<Bytes>> above = written.higherEntry(at);
            if (above == null
                    || below.filter(key -> key.compareTo(above.getKey()) < 0).isPresent()) {
                return below;
            }
            if (above.getValue().isPresent()) {
                return Optional.of(above.getKey());
            }
            at = above.getKey();
            if (below.filter(above.getKey()::equals).isPresent()) {
                below = nextInState(child, at);
            }
        }
    }

    void set(Bytes child, Bytes key, Bytes value) {
        overlay.set(child, key, Optional.of(value));
    }

    void clear(Bytes child, Bytes key) {
        overlay.set(child, key, Optional.empty());
    }

    /** Adds one encoded item to an encoded list; what is no list becomes one of this item. */
    void append(Bytes key, Bytes item) {
        Optional<Bytes> before = get(MAIN, key);
        set(MAIN, key, before.flatMap(list -> appended(list, item)).orElseGet(() -> single(item)));
    }

    private static Bytes single(Bytes item) {
        return Bytes.concat(new ScaleCodecWriter().writeCompact(1).toBytes(), item);
    }

    private static Optional<Bytes> appended(Bytes list, Bytes item) {
        ScaleCodecReader reader = new ScaleCodecReader(list);
        long count;
        try {
            count = reader.readCompactLong();
        } catch (ScaleException e) {
            return Optional.empty();
        }
        if (count >= MAX_COMPACT_U32) {
            return Optional.empty();
        }
        return Optional.of(
                Bytes.concat(
                        new ScaleCodecWriter().writeCompact(count + 1).toBytes(),
                        list.slice(reader.offset(), list.size()),
                        item));
    }

    /**
     * Removes every key with the prefix that the overlay holds, and as many of the state as the
     * limit allows.
     */
    Removal clearPrefix(Bytes child, Bytes prefix, OptionalLong limit) {
        overlay.changes(child).tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> entry.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(key -> clear(child, key));
        long removed = 0;
        Optional<Bytes> key = firstInState(child, prefix);
        while (key.filter(found -> found.startsWith(prefix)).isPresent()) {
            if (limit.isPresent() && removed >= limit.getAsLong()) {
                return new Removal(false, removed);
            }
            thread.requireTime();
            clear(child, key.get());
            removed++;
            key = nextInState(child, key.get());
        }
        return new Removal(true, removed);
    }

    /** The first key at or above the prefix. */
    private Optional<Bytes> firstInState(Bytes child, Bytes prefix) {
        StateAnswer atPrefix =
                ask(() -> child.equals(MAIN) ? state.get(prefix) : state.child(child, prefix));
        return switch (atPrefix) {
            case StateAnswer.Value _ -> Optional.of(prefix);
            case StateAnswer.Absent() -> nextInState(child, prefix);
            case StateAnswer.Unavailable(String reason) -> throw CallEndedException.noState(reason);
        };
    }

    Hash256 root(StateVersion version) {
        for (Bytes child : overlay.children()) {
            childRoot(child, version);
        }
        return rootOf(() -> state.root(version, overlay.changes(MAIN)));
    }

    /** The root of a child trie; the main trie takes note of it. */
    Hash256 childRoot(Bytes child, StateVersion version) {
        Hash256 root = rootOf(() -> state.childRoot(child, version, overlay.changes(child)));
        Bytes key = WellKnownKeys.childRoot(child);
        if (root.equals(TrieRoot.EMPTY)) {
            clear(MAIN, key);
        } else {
            set(MAIN, key, root.toBytes());
        }
        return root;
    }

    private Hash256 rootOf(Supplier<RootAnswer> question) {
        return switch (ask(question)) {
            case RootAnswer.Root(Hash256 root) -> root;
            case RootAnswer.Unavailable(String reason) -> throw CallEndedException.noState(reason);
        };
    }

    void begin() {
        overlay.begin();
    }

    void commit() {
        requireTransaction();
        overlay.commit();
    }

    void rollback() {
        requireTransaction();
        overlay.rollback();
    }

    private void requireTransaction() {
        if (overlay.depth() <= outerTransactions) {
            throw CallEndedException.trap("no storage transaction is open");
        }
    }

    /** Takes back what transactions wrote that the code left open. */
    void closeTransactions() {
        while (overlay.depth() > outerTransactions) {
            overlay.rollback();
        }
    }
}
