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
 * @param justification of {@code justified}; empty where that is the checkpoint's own header
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

    /**
     * The last block of one set of voters.
     *
     * @param header of that block; it announces the next set itself, unless {@code announcement}
     *     says otherwise
     * @param justification by the set that ends here; empty where the header is the checkpoint's
     *     own
     * @param announcement when the change was announced with a delay: the headers from the one that
     *     announced it (first) up to the parent of {@code header}; else empty
     */
    public record Fragment(Bytes header, Bytes justification, List<Bytes> announcement) {
        public Fragment {
            announcement = List.copyOf(announcement);
        }
    }
}
