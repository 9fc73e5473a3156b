package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/** A value on its way into a trie root: itself, or known only by its hash. */
public sealed interface TrieValue {

    record Known(Bytes value) implements TrieValue {}

    /**
     * A value that state version 1 keeps apart from its node, known by hash.
     *
     * @param blake2b256 of the value
     * @param length of the value in bytes; above {@value StateVersion#MAX_INLINE_VALUE}, else the
     *     value itself would stand in the node
     */
    record Hashed(Hash256 blake2b256, long length) implements TrieValue {

        /** Whether a root of that version can be computed without the value itself. */
        public boolean sufficesUnder(StateVersion version) {
            return version.hashesValue(length);
        }
    }

    static TrieValue of(Bytes value) {
        return new Known(value);
    }
}
