package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Optional;

/**
 * The runtime in office at a finalized block.
 *
 * @param metadata raw metadata bytes that start with {@code meta}
 * @param specVersion proven: from {@code System.LastRuntimeUpgrade}; keys every cache
 * @param metadataHash BLAKE2b-256 of {@code metadata}
 * @param trust why the metadata is believed
 * @param codeHash BLAKE2b-256 of the code, where it is known
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record RuntimeInfo(
        String specName,
        long specVersion,
        long transactionVersion,
        Hash256 metadataHash,
        Bytes metadata,
        MetadataTrust trust,
        Optional<Hash256> codeHash) {

    /** A runtime whose code was not looked at. */
    public RuntimeInfo(
            String specName,
            long specVersion,
            long transactionVersion,
            Hash256 metadataHash,
            Bytes metadata,
            MetadataTrust trust) {
        this(
                specName,
                specVersion,
                transactionVersion,
                metadataHash,
                metadata,
                trust,
                Optional.empty());
    }

    public sealed interface MetadataTrust {

        /** The proven code with that hash answered it, run in this process. */
        record Executed(Hash256 codeHash) implements MetadataTrust {}

        /** Its hash is pinned for this spec version in the network's record. */
        record Pinned(Hash256 blake2b256) implements MetadataTrust {}

        /** That many endpoints, two at least, gave the same bytes. */
        record Agreed(int endpoints) implements MetadataTrust {}
    }
}
