package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes of a store that holds some of them, such as a cache. Keeps those that were found, and in
 * mind which one was looked for last in vain.
 */
final class NodesAtHand implements NodeLookup {

    private final NodeSource source;
    private final Map<Hash256, Bytes> used = new LinkedHashMap<>();
    private Hash256 missing = Hash256.ZERO;

    NodesAtHand(NodeSource source) {
        this.source = source;
    }

    private Optional<Bytes> find(byte[] bytes, int hashAt) {
        Hash256 hash = Hash256.of(bytes, hashAt, hashAt + Hash256.SIZE);
        Bytes known = used.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Bytes> found = StoredNodes.lookup(source, hash);
        found.ifPresentOrElse(node -> used.put(hash, node), () -> missing = hash);
        return found;
    }

    /** Everything that was looked for and found, each once. */
    List<Bytes> used() {
        return List.copyOf(used.values());
    }

    /** The hash that was looked for last and not found. */
    Hash256 missing() {
        return missing;
    }

    @Override
    public boolean node(byte[] bytes, int hashAt, NodeView target) {
        Optional<Bytes> found = find(bytes, hashAt);
        if (found.isEmpty()) {
            return false;
        }
        byte[] node = found.get().toArray();
        try {
            target.decode(node, 0, node.length, true);
            return true;
        } catch (MalformedNodeException noNode) {
            // The trie refers to something that is no node: nothing is known below it.
            missing = Hash256.of(bytes, hashAt, hashAt + Hash256.SIZE);
            return false;
        }
    }

    @Override
    public Optional<Bytes> value(byte[] bytes, int hashAt) {
        return find(bytes, hashAt);
    }

    @Override
    public boolean wereChecked() {
        return false;
    }
}
