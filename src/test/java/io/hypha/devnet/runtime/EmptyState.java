package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/** A state without keys. */
final class EmptyState implements StateView {

    @Override
    public Optional<Bytes> get(Bytes key) {
        return Optional.empty();
    }

    @Override
    public Optional<Bytes> nextKey(Bytes after) {
        return Optional.empty();
    }
}
