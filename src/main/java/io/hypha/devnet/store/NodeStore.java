package io.hypha.devnet.store;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.TrieRoot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.MVMap;

/**
 * Trie nodes by the block that stored them, then by hash. Ordered by hash alone, each block would
 * touch pages all over the file; this way a block appends. A reference therefore carries the number
 * of the block that stored what it refers to ({@link NodeRecord}).
 *
 * <p>A node of equal bytes that two blocks store is kept twice. Nothing is ever deleted.
 */
final class NodeStore {

    /** Of a hash 16 bytes stand in the key: below one block number nothing collides in 2^128. */
    private static final int HASH_BYTES = 16;

    private static final long CACHE_BYTES = 16L << 20;

    private final MVMap<byte[], byte[]> map;
    private final NodeCache cache = new NodeCache(CACHE_BYTES);

    NodeStore(MVMap<byte[], byte[]> map) {
        this.map = map;
    }

    Optional<NodeRecord> get(long birth, Hash256 hash) {
        Optional<NodeRecord> cached = cache.get(hash);
        if (cached.isPresent()) {
            return cached;
        }
        byte[] stored = map.get(key(birth, hash));
        if (stored == null) {
            return Optional.empty();
        }
        NodeRecord record = NodeRecord.decode(stored);
        cache.put(hash, record);
        return Optional.of(record);
    }

    /**
     * Keeps what block {@code number} adds to its parent's trie.
     *
     * @param parent the nodes that were visited when the new ones were made
     * @return the block that stored the root: {@code number}, or an older one where nothing changed
     */
    long put(long number, Hash256 root, Map<Hash256, Bytes> newNodes, StateNodes parent) {
        if (root.equals(TrieRoot.EMPTY)) {
            return number;
        }
        if (!newNodes.containsKey(root)) {
            return parent.birthOf(root);
        }
        List<Entry> entries = new ArrayList<>(newNodes.size());
        Set<Hash256> seen = new HashSet<>();
        Deque<NodeReferences.Reference> todo = new ArrayDeque<>();
        todo.push(new NodeReferences.Reference(0, root, false));
        while (!todo.isEmpty()) {
            NodeReferences.Reference next = todo.pop();
            Bytes bytes = newNodes.get(next.hash());
            if (bytes == null || !seen.add(next.hash())) {
                continue;
            }
            List<NodeReferences.Reference> references =
                    next.detachedValue() ? List.of() : NodeReferences.of(bytes);
            List<NodeRecord.Birth> births = new ArrayList<>(references.size());
            for (NodeReferences.Reference reference : references) {
                boolean fresh = newNodes.containsKey(reference.hash());
                births.add(
                        new NodeRecord.Birth(
                                reference.offset(),
                                fresh ? number : parent.birthOf(reference.hash())));
                if (fresh) {
                    todo.push(reference);
                }
            }
            NodeRecord record = new NodeRecord(bytes, births);
            cache.put(next.hash(), record);
            entries.add(new Entry(next.hash(), record));
        }
        entries.sort(Comparator.comparing(Entry::hash));
        entries.forEach(entry -> map.put(key(number, entry.hash()), entry.record().encode()));
        return number;
    }

    private record Entry(Hash256 hash, NodeRecord record) {}

    private static byte[] key(long birth, Hash256 hash) {
        byte[] key = new byte[4 + HASH_BYTES];
        for (int i = 0; i < 4; i++) {
            key[i] = (byte) (birth >>> (24 - 8 * i));
        }
        System.arraycopy(hash.toArray(), 0, key, 4, HASH_BYTES);
        return key;
    }
}
