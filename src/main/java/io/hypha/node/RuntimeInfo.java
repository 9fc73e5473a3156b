package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * The runtime in office at a finalized block.
 *
 * @param metadata raw metadata bytes that start with {@code meta}
 * @param specVersion proven: from {@code System.LastRuntimeUpgrade}; keys every cache
 * @param metadataHash BLAKE2b-256 of {@code metadata}
 * @param trust why the metadata is believed: it cannot be proven before the runtime runs here
 */
public record RuntimeInfo(
        String specName,
        long specVersion,
        long transactionVersion,
        Hash256 metadataHash,
        Bytes metadata,
        MetadataTrust trust) {

    public sealed interface MetadataTrust {

        /** Its hash is pinned for this spec version in the network's record. */
        record Pinned(Hash256 blake2b256) implements MetadataTrust {}

        /** That many endpoints, two at least, gave the same bytes. */
        record Agreed(int endpoints) implements MetadataTrust {}
    }
}
