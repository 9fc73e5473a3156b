package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Hash256;

/** Whether a signature also covers the RFC-78 hash of the metadata the signer saw. */
public sealed interface MetadataCheck {

    /** Mode 0. */
    record Off() implements MetadataCheck {}

    /** Mode 1. */
    record On(Hash256 metadataHash) implements MetadataCheck {}

    default int mode() {
        return switch (this) {
            case Off _ -> 0;
            case On _ -> 1;
        };
    }
}
