package io.hypha.stake;

import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.DecodedMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import org.jspecify.annotations.Nullable;

/** Decodes the metadata of a runtime once; another runtime replaces it. */
final class MetadataCache {

    private record Decoded(Hash256 hash, RuntimeMetadata metadata) {}

    private volatile @Nullable Decoded newest;

    RuntimeMetadata of(RuntimeInfo runtime) {
        @Nullable Decoded known = newest;
        if (known != null && known.hash().equals(runtime.metadataHash())) {
            return known.metadata();
        }
        RuntimeMetadata metadata = DecodedMetadata.of(runtime.metadataHash(), runtime.metadata());
        newest = new Decoded(runtime.metadataHash(), metadata);
        return metadata;
    }
}
