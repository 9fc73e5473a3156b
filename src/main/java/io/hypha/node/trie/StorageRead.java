package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;

/** What a proof says about one key. None of the three stands for another. */
public sealed interface StorageRead {

    /** Proven: the state holds this value. */
    record Value(Bytes value) implements StorageRead {}

    /** Proven: the state has no such key. */
    record Absent() implements StorageRead {}

    /** The proof ends before the answer: a node or a detached value on the way is not in it. */
    record Incomplete() implements StorageRead {}
}
