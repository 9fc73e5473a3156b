package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Map;

/**
 * Storage values of one finalized block, each proven against its state root.
 *
 * @param values one entry per key that was asked
 * @param proof the trie nodes that prove them, as the endpoint sent them
 */
public record ProvenRead(FinalizedHead at, Map<Bytes, StorageValue> values, List<Bytes> proof) {

    public ProvenRead {
        values = Map.copyOf(values);
        proof = List.copyOf(proof);
    }

    /**
     * @throws IllegalArgumentException when {@code key} was not asked: bad code
     */
    public StorageValue value(Bytes key) {
        StorageValue value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("key " + key.toHex() + " was not part of this read");
        }
        return value;
    }
}
