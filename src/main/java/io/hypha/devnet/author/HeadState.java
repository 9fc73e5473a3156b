package io.hypha.devnet.author;

import io.hypha.devnet.runtime.StateView;
import io.hypha.node.bytes.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The newest block's state as plain entries, for the runtime that executes the next block: a walk
 * through the trie for each of its reads would take most of an epoch's time. As large as one state,
 * whatever the chain's length.
 */
final class HeadState implements StateView {

    private final Map<Bytes, Bytes> entries;
    private final TreeSet<Bytes> keys;

    HeadState(Map<Bytes, Bytes> entries) {
        this.entries = new HashMap<>(entries);
        this.keys = new TreeSet<>(entries.keySet());
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public Optional<Bytes> nextKey(Bytes after) {
        return Optional.ofNullable(keys.higher(after));
    }

    void apply(Map<Bytes, Optional<Bytes>> changes) {
        changes.forEach((key, value) -> {
            if (value.isPresent()) {
                if (entries.put(key, value.get()) == null) {
                    keys.add(key);
                }
            } else if (entries.remove(key) != null) {
                keys.remove(key);
            }
        });
    }
}
