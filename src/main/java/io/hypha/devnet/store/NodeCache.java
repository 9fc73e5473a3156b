package io.hypha.devnet.store;

import io.hypha.node.bytes.Hash256;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Trie nodes that were used last. Strictly by last use: the next block reads what this one wrote,
 * so a cache that favours what was used often throws out the wrong nodes.
 */
final class NodeCache {

    private final long maxBytes;
    private final Map<Hash256, NodeRecord> nodes = new LinkedHashMap<>(1024, 0.75f, true);
    private long bytes;

    NodeCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Optional<NodeRecord> get(Hash256 hash) {
        return Optional.ofNullable(nodes.get(hash));
    }

    synchronized void put(Hash256 hash, NodeRecord node) {
        NodeRecord before = nodes.put(hash, node);
        bytes += node.weight() - (before == null ? 0 : before.weight());
        Iterator<NodeRecord> oldest = nodes.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().weight();
            oldest.remove();
        }
    }
}
