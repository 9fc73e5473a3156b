package io.hypha.node.bundle;

import io.hypha.node.bytes.Bytes;
import java.util.List;

/**
 * A block whose state holds inputs, and why it is final.
 *
 * @param header SCALE of the block's header
 * @param justified SCALE of the header that is justified: the same or a descendant
 * @param justification of {@code justified}; empty where a fragment or the checkpoint justifies it
 * @param ancestry headers from {@code header} (first) up to the parent of {@code justified}; empty
 *     when the same
 * @param proof trie nodes under the state root of {@code header}
 */
public record BundleBlock(
        Bytes header,
        Bytes justified,
        Bytes justification,
        List<Bytes> ancestry,
        List<Bytes> proof) {

    public BundleBlock {
        ancestry = List.copyOf(ancestry);
        proof = List.copyOf(proof);
    }
}
