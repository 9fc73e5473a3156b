package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Map;
import java.util.Optional;

/** Nodes of a store that is believed: what it does not hold is an error, not an answer. */
final class StoredNodes implements NodeLookup {

    private static final Bytes EMPTY_NODE = Bytes.ofInts(0);

    private final NodeSource source;

    StoredNodes(NodeSource source) {
        this.source = source;
    }

    /** The same nodes, with each one that is looked up kept in {@code used}. */
    static StoredNodes recording(NodeSource source, Map<Hash256, Bytes> used) {
        return new StoredNodes(hash -> {
            Bytes known = used.get(hash);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<Bytes> found = lookup(source, hash);
            found.ifPresent(bytes -> used.put(hash, bytes));
            return found;
        });
    }

    /** The node, also of the state without entries, which a store need not hold. */
    static Optional<Bytes> lookup(NodeSource source, Hash256 hash) {
        Optional<Bytes> found = source.get(hash);
        return found.isEmpty() && hash.equals(TrieRoot.EMPTY) ? Optional.of(EMPTY_NODE) : found;
    }

    private Bytes required(byte[] bytes, int hashAt) {
        Hash256 hash = Hash256.of(bytes, hashAt, hashAt + Hash256.SIZE);
        return lookup(source, hash)
                .orElseThrow(() ->
                        new IllegalStateException("the store has no trie node " + hash.toHex()));
    }

    @Override
    public boolean node(byte[] bytes, int hashAt, NodeView target) {
        byte[] node = required(bytes, hashAt).toArray();
        try {
            target.decode(node, 0, node.length, true);
        } catch (MalformedNodeException e) {
            throw new IllegalStateException("a stored trie node is broken: " + e.getMessage(), e);
        }
        return true;
    }

    @Override
    public Optional<Bytes> value(byte[] bytes, int hashAt) {
        return Optional.of(required(bytes, hashAt));
    }

    @Override
    public boolean wereChecked() {
        return false;
    }
}
