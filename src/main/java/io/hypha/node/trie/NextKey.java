package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;

/** What a proof says about the key that follows another one below a prefix. */
public sealed interface NextKey {

    /** Proven: no key below the prefix lies between the one asked from and this one. */
    record Found(Bytes key) implements NextKey {}

    /** Proven: no further key below the prefix. */
    record None() implements NextKey {}

    /** The proof does not say. A read proof of {@code askNext} brings the missing node. */
    record Incomplete(Bytes askNext) implements NextKey {}
}
