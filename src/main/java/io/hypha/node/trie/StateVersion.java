package io.hypha.node.trie;

/**
 * How values are written into new trie nodes. Readers do not need it: each node tells by itself.
 */
public enum StateVersion {
    /** The value stands in its node, whatever its length. */
    V0,
    /** A value of 33 bytes or more stands apart, the node holds its BLAKE2b-256. */
    V1;

    /** Longest value that version 1 keeps in the node, in bytes. */
    public static final int MAX_INLINE_VALUE = 32;

    /** Whether a value of {@code length} bytes is written as its hash. */
    public boolean hashesValue(long length) {
        return this == V1 && length > MAX_INLINE_VALUE;
    }
}
