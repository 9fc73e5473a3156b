package io.hypha.chain;

import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.metadata.StorageKeys;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What one runtime's metadata says of the items that Hypha reads. */
final class RuntimeView {

    private final long specVersion;
    private final RuntimeMetadata metadata;
    private final Map<StorageItem, StorageKeys> items = new EnumMap<>(StorageItem.class);

    RuntimeView(RuntimeInfo info) {
        this.specVersion = info.specVersion();
        this.metadata = RuntimeMetadata.decode(info.metadata());
        for (StorageItem item : StorageItem.values()) {
            metadata.pallet(item.pallet())
                    .flatMap(pallet -> pallet.entry(item.item()))
                    .ifPresent(_ -> items.put(item, metadata.keys(item.pallet(), item.item())));
        }
    }

    long specVersion() {
        return specVersion;
    }

    RuntimeMetadata metadata() {
        return metadata;
    }

    boolean has(StorageItem item) {
        return items.containsKey(item);
    }

    /** The entry's key, or a prefix with fewer parts; empty where this runtime has no such item, or one of other keys. */
    Optional<Bytes> key(StorageItem item, KeyPart... parts) {
        StorageKeys keys = items.get(item);
        if (keys == null || keys.entry().hashers().size() < parts.length) {
            return Optional.empty();
        }
        Bytes[] encoded = new Bytes[parts.length];
        for (int i = 0; i < parts.length; i++) {
            encoded[i] = parts[i].encoded();
        }
        return Optional.of(keys.of(encoded));
    }

    /** The item's keys, to take one apart. */
    Optional<StorageKeys> keys(StorageItem item) {
        return Optional.ofNullable(items.get(item));
    }

    /** What the chain takes where the state has no entry; empty where an absent entry means nothing. */
    Optional<Bytes> fallback(StorageItem item) {
        StorageKeys keys = items.get(item);
        return keys == null || keys.entry().modifier() == StorageEntry.Modifier.OPTIONAL
                ? Optional.empty()
                : Optional.of(keys.entry().fallback());
    }
}
