package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.StorageHasher;
import io.hypha.node.metadata.StorageKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a storage key is that of a named entry, without the runtime's metadata.
 *
 * <p>Threat: a key in another form is in no state, so a proof of its absence says nothing of the
 * entry. Items that formulas compute with have their one form here. Of other items only a value
 * that is there can be named: every key below the item's prefix has the form that the runtime gave
 * it, so a key that holds these parts, each with a fitting hash, is no other entry.
 */
final class NamedKey {

    private static final List<StorageHasher> HASHERS =
            List.of(
                    StorageHasher.BLAKE2_128_CONCAT,
                    StorageHasher.TWOX_64_CONCAT,
                    StorageHasher.IDENTITY);

    /** Sizes of the whole numbers that are key parts. */
    private static final int[] NUMBER_SIZES = {2, 1, 4, 8};

    private NamedKey() {}

    /**
     * Compares a key with a name.
     *
     * @param isPresent whether the state has that key
     */
    static boolean matches(ProofId name, Bytes key, boolean isPresent) {
        int dot = name.figure().indexOf('.');
        if (dot < 0) {
            return false;
        }
        Bytes prefix =
                StorageKeys.prefix(
                        name.figure().substring(0, dot), name.figure().substring(dot + 1));
        if (!key.startsWith(prefix)) {
            return false;
        }
        Bytes parts = key.slice(prefix.size(), key.size());
        return StorageItem.of(name.figure())
                .map(item ->
                        parts(item.forms(), name.arguments()).filter(parts::equals).isPresent())
                .orElseGet(() -> isPresent && holds(parts, name.arguments(), 0));
    }

    private static Optional<Bytes> parts(List<KeyForm> forms, List<String> arguments) {
        if (forms.size() != arguments.size()) {
            return Optional.empty();
        }
        List<Bytes> parts = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            forms.get(i).part(arguments.get(i)).ifPresent(parts::add);
        }
        return parts.size() == forms.size() ? Optional.of(Bytes.concat(parts)) : Optional.empty();
    }

    private static boolean holds(Bytes rest, List<String> arguments, int index) {
        if (index == arguments.size()) {
            return rest.isEmpty();
        }
        for (Bytes part : encodings(arguments.get(index))) {
            for (StorageHasher hasher : HASHERS) {
                Bytes hashed = StorageKeys.hash(hasher, part);
                if (rest.startsWith(hashed)
                        && holds(rest.slice(hashed.size(), rest.size()), arguments, index + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Bytes> encodings(String argument) {
        return argument.matches("[0-9]{1,18}")
                ? numbers(Long.parseLong(argument))
                : KeyForm.account(argument).stream().toList();
    }

    private static List<Bytes> numbers(long value) {
        List<Bytes> encodings = new ArrayList<>();
        for (int size : NUMBER_SIZES) {
            if (size == Long.BYTES || value >> (8 * size) == 0) {
                byte[] bytes = new byte[size];
                for (int i = 0; i < size; i++) {
                    bytes[i] = (byte) (value >> (8 * i));
                }
                encodings.add(Bytes.of(bytes));
            }
        }
        return encodings;
    }
}
