package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/** What the nodes at hand say about one key. None of the three stands for another. */
public sealed interface KeyRead {

    /** Proven: the state holds this value. */
    record Value(Bytes value) implements KeyRead {}

    /** Proven: the state has no such key. */
    record Absent() implements KeyRead {}

    /**
     * The way to the answer leads through something that is not at hand.
     *
     * @param blake2b256 hash of the node or detached value that is needed next
     */
    record Missing(Hash256 blake2b256) implements KeyRead {}
}
