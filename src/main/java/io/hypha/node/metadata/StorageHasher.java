package io.hypha.node.metadata;

/**
 * How a part of a storage key is hashed, in the order of the encoding; {@link #label} is its name
 * in JSON.
 */
public enum StorageHasher {
    BLAKE2_128(0, "Blake2128", 16, false),
    BLAKE2_256(1, "Blake2256", 32, false),
    BLAKE2_128_CONCAT(2, "Blake2128Concat", 16, true),
    TWOX_128(3, "Twox128", 16, false),
    TWOX_256(4, "Twox256", 32, false),
    TWOX_64_CONCAT(5, "Twox64Concat", 8, true),
    IDENTITY(6, "Identity", 0, true);

    private final int code;
    private final String label;
    private final int hashSize;
    private final boolean keepsKey;

    StorageHasher(int code, String label, int hashSize, boolean keepsKey) {
        this.code = code;
        this.label = label;
        this.hashSize = hashSize;
        this.keepsKey = keepsKey;
    }

    /** The byte that stands for it in metadata. */
    int code() {
        return code;
    }

    public String label() {
        return label;
    }

    /** Bytes of hash before the key part itself, if that follows. */
    public int hashSize() {
        return hashSize;
    }

    /** Whether the key part can be read back from the storage key. */
    public boolean keepsKey() {
        return keepsKey;
    }
}
