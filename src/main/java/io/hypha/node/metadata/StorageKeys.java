package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Twox;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Makes the storage keys of one item and takes them apart again: Twox128 of the pallet's prefix,
 * Twox128 of the item's name, then each key part under its hasher.
 */
public final class StorageKeys {

    /** A part of a storage key as it is found in the key. */
    public sealed interface Part {
        /** The hasher keeps the key: its SCALE encoding. */
        record Known(Bytes encoded) implements Part {}

        /** The hasher does not keep the key: only its hash is there. */
        record Hashed(Bytes hash) implements Part {}
    }

    private final String name;
    private final StorageEntry entry;
    private final TypeRegistry types;
    private final Bytes prefix;

    StorageKeys(Pallet pallet, StorageEntry entry, TypeRegistry types) {
        this.name = pallet.name() + "." + entry.name();
        this.entry = entry;
        this.types = types;
        this.prefix = prefix(pallet.storagePrefix(), entry.name());
    }

    /** The 32 bytes with which all keys of a storage item begin. */
    public static Bytes prefix(String palletPrefix, String item) {
        return Bytes.concat(twox128(palletPrefix), twox128(item));
    }

    /**
     * What {@code hasher} makes of an encoded key part: the hash, followed by the part where it
     * keeps it.
     */
    public static Bytes hash(StorageHasher hasher, Bytes encodedPart) {
        if (hasher == StorageHasher.IDENTITY) {
            return encodedPart;
        }
        byte[] part = encodedPart.toArray();
        byte[] hash = hashOf(hasher, part);
        return hasher.keepsKey() ? Bytes.concat(Bytes.of(hash), encodedPart) : Bytes.of(hash);
    }

    public StorageEntry entry() {
        return entry;
    }

    /** The 32 bytes with which all keys of this item begin; of a plain value, the key itself. */
    public Bytes prefix() {
        return prefix;
    }

    /**
     * The key, or with fewer parts than the item has a prefix of keys.
     *
     * @param encodedParts SCALE encodings of the key parts, the first first
     * @throws IllegalArgumentException when there are more parts than the item has
     */
    public Bytes of(Bytes... encodedParts) {
        if (encodedParts.length > entry.hashers().size()) {
            throw new IllegalArgumentException(tooMany(encodedParts.length));
        }
        List<Bytes> all = new ArrayList<>(encodedParts.length + 1);
        all.add(prefix);
        for (int i = 0; i < encodedParts.length; i++) {
            all.add(hash(entry.hashers().get(i), encodedParts[i]));
        }
        return Bytes.concat(all);
    }

    /**
     * The key of parts given as JSON, or with fewer parts than the item has a prefix of keys.
     *
     * @throws ValueException when a part does not fit its type or there are too many
     */
    public Bytes ofJson(List<JsonNode> parts) {
        if (parts.size() > entry.hashers().size()) {
            throw new ValueException("", tooMany(parts.size()));
        }
        Bytes[] encoded = new Bytes[parts.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] =
                    types.codec().encode(entry.keyTypes().get(i), parts.get(i), "key[" + i + "]");
        }
        return of(encoded);
    }

    /**
     * Takes a whole key of this item apart.
     *
     * @throws ScaleException when it is no key of this item: another prefix, too short, too long,
     *     or a hash that is not that of the part beside it
     */
    public List<Part> split(Bytes key) {
        if (!key.startsWith(prefix)) {
            throw new ScaleException(
                    0, "no key of " + name + ", whose keys begin with " + prefix.toHex());
        }
        ScaleCodecReader reader = new ScaleCodecReader(key);
        reader.skip(prefix.size());
        List<Part> parts = new ArrayList<>(entry.hashers().size());
        for (int i = 0; i < entry.hashers().size(); i++) {
            parts.add(part(reader, entry.hashers().get(i), entry.keyTypes().get(i)));
        }
        reader.requireEnd();
        return List.copyOf(parts);
    }

    private Part part(ScaleCodecReader reader, StorageHasher hasher, int type) {
        int start = reader.offset();
        Bytes hash = reader.readFixed(hasher.hashSize());
        if (!hasher.keepsKey()) {
            return new Part.Hashed(hash);
        }
        int from = reader.offset();
        types.codec().decode(type, reader);
        Bytes encoded = reader.between(from, reader.offset());
        if (hasher.hashSize() > 0 && !hash.equals(Bytes.of(hashOf(hasher, encoded.toArray())))) {
            throw new ScaleException(
                    start, "the hash of a key part is not that of the part beside it");
        }
        return new Part.Known(encoded);
    }

    private String tooMany(int found) {
        return name + " takes " + entry.hashers().size() + " key parts, found " + found;
    }

    private static Bytes twox128(String text) {
        return Bytes.of(Twox.hash128(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hashOf(StorageHasher hasher, byte[] part) {
        return switch (hasher) {
            case BLAKE2_128, BLAKE2_128_CONCAT -> Blake2b.hash128(part);
            case BLAKE2_256 -> Blake2b.hash256(part);
            case TWOX_128 -> Twox.hash128(part);
            case TWOX_256 -> Twox.hash256(part);
            case TWOX_64_CONCAT -> Twox.hash64(part);
            case IDENTITY -> new byte[0];
        };
    }
}
