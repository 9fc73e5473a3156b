package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Ss58Exception;
import io.hypha.node.metadata.StorageHasher;
import io.hypha.node.metadata.StorageKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a storage key is that of a named entry, without the runtime's metadata.
 *
 * <p>Each hasher that keeps its part is tried: plain, behind Twox64, behind BLAKE2b-128. Which one the item has is
 * the runtime's matter; a key of that item which holds these parts with fitting hashes can be no other entry.
 */
final class NamedKey {

    private static final List<StorageHasher> HASHERS =
            List.of(StorageHasher.BLAKE2_128_CONCAT, StorageHasher.TWOX_64_CONCAT, StorageHasher.IDENTITY);

    /** Sizes of the whole numbers that are key parts. */
    private static final int[] NUMBER_SIZES = {2, 1, 4, 8};

    private NamedKey() {}

    static boolean matches(ProofId name, Bytes key) {
        int dot = name.figure().indexOf('.');
        if (dot < 0) {
            return false;
        }
        Bytes prefix = StorageKeys.prefix(
                name.figure().substring(0, dot), name.figure().substring(dot + 1));
        return key.startsWith(prefix) && rest(name.arguments(), 0, key.slice(prefix.size(), key.size()));
    }

    private static boolean rest(List<String> arguments, int index, Bytes rest) {
        if (index == arguments.size()) {
            return rest.isEmpty();
        }
        for (Bytes part : encodings(arguments.get(index))) {
            for (StorageHasher hasher : HASHERS) {
                Bytes hashed = StorageKeys.hash(hasher, part);
                if (rest.startsWith(hashed) && rest(arguments, index + 1, rest.slice(hashed.size(), rest.size()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Bytes> encodings(String argument) {
        if (argument.matches("[0-9]{1,18}")) {
            return numbers(Long.parseLong(argument));
        }
        if (argument.matches("0x([0-9a-fA-F]{2})+")) {
            return List.of(Bytes.fromHex(argument));
        }
        try {
            return List.of(SS58.decode(argument).key());
        } catch (Ss58Exception _) {
            return List.of();
        }
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
