package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import java.util.List;

/**
 * The way from a block back to the checkpoint: each fragment is a header and the justification that
 * its voters signed, oldest first; then the header that justifies {@code at} and the headers
 * between.
 *
 * @param fragments headers that change the voters, with their justifications, from the checkpoint
 *     on
 * @param justified the header that is justified: {@code at} itself or a descendant
 * @param justification of {@code justified}
 * @param ancestry headers from {@code at} (first) up to the parent of {@code justified}; empty when
 *     same
 */
public record ProofLink(
        FinalizedHead at,
        List<Fragment> fragments,
        Bytes justified,
        Bytes justification,
        List<Bytes> ancestry) {

    public ProofLink {
        fragments = List.copyOf(fragments);
        ancestry = List.copyOf(ancestry);
    }

    public record Fragment(Bytes header, Bytes justification) {}
}
