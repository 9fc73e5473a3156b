package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/** Finds what a hash inside a node stands for. */
interface NodeLookup {

    /**
     * Points {@code target} at the node whose hash is {@code source[hashAt, +32)}; false when it is
     * not there.
     */
    boolean node(byte[] source, int hashAt, NodeView target);

    /** The detached value whose hash is {@code source[hashAt, +32)}; empty when it is not there. */
    Optional<Bytes> value(byte[] source, int hashAt);

    /** Whether every node that is found was decoded and checked before. */
    boolean wereChecked();
}
