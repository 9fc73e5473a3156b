package io.hypha.node.metadata;

import java.util.List;
import java.util.Optional;

/**
 * A pallet of the runtime.
 *
 * @param index the byte that stands for it in calls, events and errors
 * @param storagePrefix the name hashed into its storage keys; empty where it has no storage
 * @param callType id of its call enum, or {@link #NONE}
 * @param eventType id of its event enum, or {@link #NONE}
 * @param errorType id of its error enum, or {@link #NONE}
 */
public record Pallet(
        String name,
        int index,
        String storagePrefix,
        List<StorageEntry> storage,
        int callType,
        int eventType,
        int errorType,
        List<Constant> constants) {

    public static final int NONE = -1;

    public Pallet {
        storage = List.copyOf(storage);
        constants = List.copyOf(constants);
    }

    public boolean hasStorage() {
        return !storagePrefix.isEmpty();
    }

    public Optional<StorageEntry> entry(String item) {
        for (StorageEntry each : storage) {
            if (each.name().equals(item)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public Optional<Constant> constant(String constant) {
        for (Constant each : constants) {
            if (each.name().equals(constant)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
