package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.DigestItem;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a block did.
 *
 * @param changes keys whose value changed; empty means removed
 * @param digest items to append to the header between the slot and the seal
 * @param included the extrinsics that are part of the block, in order: a header's extrinsics root
 *     covers these. A dispatch that failed is included (its event says so)
 * @param refused extrinsics that cannot stand in this block; an author leaves them out, an importer
 *     refuses the block when there are any
 */
public record BlockResult(
        SortedMap<Bytes, Optional<Bytes>> changes,
        List<DigestItem> digest,
        List<Bytes> included,
        List<Refused> refused) {

    /** An extrinsic that could not be applied, with the verdict. */
    public record Refused(Bytes extrinsic, Validity.Refusal reason) {}
}
