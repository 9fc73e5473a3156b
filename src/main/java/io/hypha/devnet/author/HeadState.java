package io.hypha.devnet.author;

import io.hypha.devnet.runtime.StateView;
import io.hypha.node.bytes.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest block's state as plain entries, for the runtime that executes the next block: a walk through the trie
 * for each of its reads would take most of an epoch's time. As large as one state, whatever the chain's length.
 */
final class HeadState implements StateView {

    private final TreeMap<Bytes, Bytes> entries;

    HeadState(Map<Bytes, Bytes> entries) {
        this.entries = new TreeMap<>(entries);
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public Optional<Bytes> nextKey(Bytes after) {
        return Optional.ofNullable(entries.higherKey(after));
    }

    void apply(Map<Bytes, Optional<Bytes>> changes) {
        changes.forEach((key, value) -> value.ifPresentOrElse(set -> entries.put(key, set), () -> entries.remove(key)));
    }
}
