package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import java.util.List;

/**
 * A storage item of a pallet.
 *
 * @param hashers one per key part; empty for a plain value
 * @param keyTypes type ids of the key parts, as many as hashers
 * @param keyType type id of the whole key as the metadata names it; -1 for a plain value
 * @param valueType type id of the value
 * @param fallback the encoded value of an absent entry under {@link Modifier#DEFAULT}
 */
public record StorageEntry(
        String name,
        Modifier modifier,
        List<StorageHasher> hashers,
        List<Integer> keyTypes,
        int keyType,
        int valueType,
        Bytes fallback) {

    /** What an absent entry means. */
    public enum Modifier {
        OPTIONAL(0, "Optional"),
        DEFAULT(1, "Default");

        private final int code;
        private final String label;

        Modifier(int code, String label) {
            this.code = code;
            this.label = label;
        }

        /** The byte that stands for it in metadata. */
        int code() {
            return code;
        }

        public String label() {
            return label;
        }
    }

    public StorageEntry {
        hashers = List.copyOf(hashers);
        keyTypes = List.copyOf(keyTypes);
        if (hashers.size() != keyTypes.size()) {
            throw new IllegalArgumentException(
                    name
                            + " has "
                            + hashers.size()
                            + " hashers for "
                            + keyTypes.size()
                            + " key parts");
        }
    }

    public boolean isMap() {
        return !hashers.isEmpty();
    }
}
