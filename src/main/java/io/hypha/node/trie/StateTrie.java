package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One state: a root and the store that holds its nodes. Immutable; {@link #update} says what to
 * store for the next state. The store belongs to the caller, and its bytes are believed: a node
 * that it should hold and does not, or that does not decode, is an {@link IllegalStateException}.
 */
public final class StateTrie {

    private final StateVersion version;
    private final Hash256 root;
    private final NodeSource nodes;
    private final StoredNodes lookup;

    /** The state under {@code root}; {@code version} rules how {@link #update} writes values. */
    public StateTrie(StateVersion version, Hash256 root, NodeSource nodes) {
        this.version = version;
        this.root = root;
        this.nodes = nodes;
        this.lookup = new StoredNodes(nodes);
    }

    /** The state without entries. */
    public static StateTrie empty(StateVersion version) {
        return new StateTrie(version, TrieRoot.EMPTY, _ -> Optional.empty());
    }

    public Hash256 root() {
        return root;
    }

    public StateVersion version() {
        return version;
    }

    public Optional<Bytes> get(Bytes key) {
        return switch (new TrieReader(lookup).read(root.toArray(), key.toArray())) {
            case StorageRead.Value(Bytes value) -> Optional.of(value);
            case StorageRead.Absent() -> Optional.empty();
            case StorageRead.Incomplete() ->
                    throw new IllegalStateException("the store ends at " + key.toHex());
        };
    }

    /** The smallest key above {@code after}, which need not exist itself. */
    public Optional<Bytes> nextKey(Bytes after) {
        return collect(walk(Bytes.EMPTY, after, false), 1).stream().findFirst();
    }

    /** The first {@code count} keys that start with {@code prefix}, in order. */
    public List<Bytes> keys(Bytes prefix, int count) {
        return collect(walk(prefix, Bytes.EMPTY, true), count);
    }

    /**
     * The first {@code count} keys that start with {@code prefix} and lie above {@code startAfter}.
     */
    public List<Bytes> keys(Bytes prefix, Bytes startAfter, int count) {
        return collect(walk(prefix, startAfter, false), count);
    }

    /** Tells {@code reader} every entry below {@code prefix}, in the order of keys. */
    public void forEach(Bytes prefix, BiConsumer<Bytes, Bytes> reader) {
        TrieWalk walk = walk(prefix, Bytes.EMPTY, true);
        TrieReader values = new TrieReader(lookup);
        while (walk.next() == TrieWalk.Step.ENTRY) {
            if (values.value(walk.node()) instanceof StorageRead.Value(Bytes value)) {
                reader.accept(walk.key(), value);
            }
        }
    }

    private TrieWalk walk(Bytes prefix, Bytes bound, boolean inclusive) {
        return new TrieWalk(lookup, root.toArray(), prefix, bound, inclusive, Long.MAX_VALUE);
    }

    private static List<Bytes> collect(TrieWalk walk, int count) {
        List<Bytes> keys = new ArrayList<>();
        while (keys.size() < count && walk.next() == TrieWalk.Step.ENTRY) {
            keys.add(walk.key());
        }
        return keys;
    }

    /**
     * Sets and removes keys in one go; each node on a changed path is written once. Removing a key
     * that is not there changes nothing. Values that are not touched keep the form their node has.
     *
     * @param changes the new value, or empty to remove
     */
    public TrieUpdate update(Map<Bytes, Optional<Bytes>> changes) {
        Map<Hash256, Bytes> newNodes = new HashMap<>();
        DraftTrie draft =
                new DraftTrie(
                        version,
                        lookup,
                        (hash, node) -> newNodes.put(Hash256.of(hash), Bytes.of(node)));
        draft.load(root.toArray());
        changes.forEach((key, value) ->
                value.ifPresentOrElse(present -> draft.put(key, present), () -> draft.remove(key)));
        return new TrieUpdate(Hash256.of(draft.commit()), newNodes);
    }

    /**
     * The state that {@link #update} leads to, over a store that holds {@link TrieUpdate#newNodes}
     * too.
     */
    public StateTrie at(Hash256 newRoot) {
        return new StateTrie(version, newRoot, nodes);
    }

    /**
     * The plain read proof of these keys, as {@code state_getReadProof} answers: the nodes on each
     * path and the detached values at its end, each once.
     */
    public List<Bytes> prove(Collection<Bytes> keys) {
        Map<Hash256, Bytes> used = new LinkedHashMap<>();
        proveInto(used, root, keys);
        return List.copyOf(used.values());
    }

    /**
     * The read proof of keys in a child trie, with the path to its root in this trie, as {@code
     * state_getChildReadProof} answers. Where there is no such child, the proof shows that.
     *
     * @param childStorageKey {@code :child_storage:default:} and the name
     */
    public List<Bytes> proveChild(Bytes childStorageKey, Collection<Bytes> keys) {
        Map<Hash256, Bytes> used = new LinkedHashMap<>();
        proveInto(used, root, List.of(childStorageKey));
        get(childStorageKey).ifPresent(childRoot -> proveInto(used, Hash256.of(childRoot), keys));
        return List.copyOf(used.values());
    }

    private void proveInto(Map<Hash256, Bytes> used, Hash256 top, Collection<Bytes> keys) {
        StoredNodes recording = StoredNodes.recording(nodes, used);
        byte[] topHash = top.toArray();
        recording.node(topHash, 0, new NodeView());
        TrieReader reader = new TrieReader(recording);
        for (Bytes key : keys) {
            reader.read(topHash, key.toArray());
        }
    }

    /**
     * The proof of a run of entries, as {@code /state/2} serves it: from a start on until the nodes
     * exceed the limit, at least one entry. The entries of a child trie follow the key of its root.
     *
     * @param start the run begins after it: no key for the beginning; one key of this trie, which
     *     need not exist; or the key of a child trie's root ({@code :child_storage:default:} and
     *     the name) and a key in that child
     * @param byteLimit bytes of nodes after which no further entry is taken
     * @return empty when there is no such child trie, or the start has more than two keys
     */
    public Optional<StateRange> proveRange(List<Bytes> start, long byteLimit) {
        return new RangeProver(nodes, root, byteLimit).prove(start);
    }
}
