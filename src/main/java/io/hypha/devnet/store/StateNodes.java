package io.hypha.devnet.store;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.NodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The trie nodes of one block's state. Knows of a node only after its parent was asked for, which
 * is how a trie is walked; give each {@code StateTrie} its own. For one thread at a time.
 */
public final class StateNodes implements NodeSource {

    private final NodeStore store;
    private final Map<Hash256, Long> births = new HashMap<>();

    StateNodes(NodeStore store, Hash256 root, long rootBirth) {
        this.store = store;
        births.put(root, rootBirth);
    }

    @Override
    public Optional<Bytes> get(Hash256 blake2b256) {
        Long birth = births.get(blake2b256);
        if (birth == null) {
            return Optional.empty();
        }
        Optional<NodeRecord> record = store.get(birth, blake2b256);
        record.ifPresent(found -> found.tell(births));
        return record.map(NodeRecord::bytes);
    }

    /** The block that stored an entry which a visited node refers to. */
    long birthOf(Hash256 entry) {
        Long birth = births.get(entry);
        if (birth == null) {
            throw new IllegalStateException("no visited node refers to " + entry);
        }
        return birth;
    }
}
