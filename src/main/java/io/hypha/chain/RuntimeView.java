package io.hypha.chain;

import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.DecodedMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.metadata.StorageHasher;
import io.hypha.node.metadata.StorageKeys;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one runtime's metadata says of the items that Hypha reads. */
final class RuntimeView {

    /** Twox128 of the pallet and Twox128 of the item. */
    private static final int PREFIX_SIZE = 32;

    private final long specVersion;
    private final RuntimeMetadata metadata;
    private final Map<StorageItem, StorageKeys> items = new EnumMap<>(StorageItem.class);

    RuntimeView(RuntimeInfo info) {
        this.specVersion = info.specVersion();
        this.metadata = DecodedMetadata.of(info.metadataHash(), info.metadata());
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

    /**
     * The entry's key, or a prefix with fewer parts; empty where this runtime has no such item, or
     * one of other keys.
     */
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

    /**
     * Takes a key apart whose parts have those sizes. The key is proven, so the hash beside a part
     * is not checked again.
     *
     * @throws ScaleException when the key is of another length, or a hasher does not keep its part
     */
    List<Bytes> split(StorageItem item, Bytes key, int... sizes) {
        List<Bytes> parts = new ArrayList<>(sizes.length);
        List<StorageHasher> hashers = keys(item).orElseThrow().entry().hashers();
        int at = PREFIX_SIZE;
        for (int i = 0; i < sizes.length; i++) {
            at += i < hashers.size() ? hashers.get(i).hashSize() : 0;
            if (i >= hashers.size() || !hashers.get(i).keepsKey() || at + sizes[i] > key.size()) {
                throw new ScaleException(
                        at, "a key of " + item + " has no part of " + sizes[i] + " bytes here");
            }
            parts.add(key.slice(at, at + sizes[i]));
            at += sizes[i];
        }
        if (at != key.size()) {
            throw new ScaleException(
                    at, "a key of " + item + " takes " + at + " bytes, found " + key.size());
        }
        return parts;
    }

    /** The item's keys. */
    Optional<StorageKeys> keys(StorageItem item) {
        return Optional.ofNullable(items.get(item));
    }

    /**
     * What the chain takes where the state has no entry; empty where an absent entry means nothing.
     */
    Optional<Bytes> fallback(StorageItem item) {
        StorageKeys keys = items.get(item);
        return keys == null || keys.entry().modifier() == StorageEntry.Modifier.OPTIONAL
                ? Optional.empty()
                : Optional.of(keys.entry().fallback());
    }
}
