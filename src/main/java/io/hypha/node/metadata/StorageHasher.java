package io.hypha.node.metadata;

/** How a part of a storage key is hashed, in the order of the encoding; {@link #label} is its name in JSON. */
public enum StorageHasher {
    BLAKE2_128("Blake2128", 16, false),
    BLAKE2_256("Blake2256", 32, false),
    BLAKE2_128_CONCAT("Blake2128Concat", 16, true),
    TWOX_128("Twox128", 16, false),
    TWOX_256("Twox256", 32, false),
    TWOX_64_CONCAT("Twox64Concat", 8, true),
    IDENTITY("Identity", 0, true);

    private final String label;
    private final int hashSize;
    private final boolean keepsKey;

    StorageHasher(String label, int hashSize, boolean keepsKey) {
        this.label = label;
        this.hashSize = hashSize;
        this.keepsKey = keepsKey;
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
