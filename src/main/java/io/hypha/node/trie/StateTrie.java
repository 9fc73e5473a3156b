package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One state: a root and the store that holds its nodes. Immutable; {@link #update} says what to store for the
 * next state. The store belongs to the caller, and its bytes are believed: a node that it should hold and does
 * not, or that does not decode, is an {@link IllegalStateException}.
 */
@SuppressWarnings("UnusedVariable")
public final class StateTrie {

    private final StateVersion version;
    private final Hash256 root;
    private final NodeSource nodes;

    /** The state under {@code root}; {@code version} rules how {@link #update} writes values. */
    public StateTrie(StateVersion version, Hash256 root, NodeSource nodes) {
        this.version = version;
        this.root = root;
        this.nodes = nodes;
    }

    /** The state without entries. */
    public static StateTrie empty(StateVersion version) {
        return new StateTrie(version, TrieRoot.EMPTY, _ -> Optional.empty());
    }

    public Hash256 root() {
        return root;
    }

    public Optional<Bytes> get(Bytes key) {
        return NotBuilt.yet();
    }

    /** The smallest key above {@code after}, which need not exist itself. */
    public Optional<Bytes> nextKey(Bytes after) {
        return NotBuilt.yet();
    }

    /** The first {@code count} keys that start with {@code prefix}, in order. */
    public List<Bytes> keys(Bytes prefix, int count) {
        return NotBuilt.yet();
    }

    /** The first {@code count} keys that start with {@code prefix} and lie above {@code startAfter}. */
    public List<Bytes> keys(Bytes prefix, Bytes startAfter, int count) {
        return NotBuilt.yet();
    }

    /**
     * Sets and removes keys in one go; each node on a changed path is written once. Removing a key that is not
     * there changes nothing. Values that are not touched keep the form their node has.
     *
     * @param changes the new value, or empty to remove
     */
    public TrieUpdate update(Map<Bytes, Optional<Bytes>> changes) {
        return NotBuilt.yet();
    }

    /**
     * The plain read proof of these keys, as {@code state_getReadProof} answers: the nodes on each path and
     * the detached values at its end, each once.
     */
    public List<Bytes> prove(Collection<Bytes> keys) {
        return NotBuilt.yet();
    }

    /**
     * The read proof of keys in a child trie, with the path to its root in this trie, as {@code
     * state_getChildReadProof} answers.
     *
     * @param childStorageKey {@code :child_storage:default:} and the name
     */
    public List<Bytes> proveChild(Bytes childStorageKey, Collection<Bytes> keys) {
        return NotBuilt.yet();
    }
}
