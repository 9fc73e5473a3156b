package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Optional;

/**
 * Where a {@link StateTrie} finds its nodes and detached values: a store of bytes by their
 * BLAKE2b-256.
 */
@FunctionalInterface
public interface NodeSource {

    /** Encoded nodes and detached values alike; empty when the store does not hold it. */
    Optional<Bytes> get(Hash256 blake2b256);
}
