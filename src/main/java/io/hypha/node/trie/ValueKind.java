package io.hypha.node.trie;

/** What a node says about its value. */
enum ValueKind {
    NONE,
    /** The value stands in the node. */
    INLINE,
    /** The node holds the value's BLAKE2b-256; the value stands apart. */
    HASHED
}
