package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Ss58Exception;
import io.hypha.node.metadata.StorageHasher;
import io.hypha.node.metadata.StorageKeys;
import java.util.Optional;

/** How a part of a storage key is encoded and hashed, as of finney's specs 424 to 459. */
enum KeyForm {
    ACCOUNT(StorageHasher.BLAKE2_128_CONCAT),
    ACCOUNT_TWOX(StorageHasher.TWOX_64_CONCAT),
    NUMBER(StorageHasher.IDENTITY),
    NUMBER_BLAKE2(StorageHasher.BLAKE2_128_CONCAT),
    NUMBER_TWOX(StorageHasher.TWOX_64_CONCAT);

    private final StorageHasher hasher;

    KeyForm(StorageHasher hasher) {
        this.hasher = hasher;
    }

    StorageHasher hasher() {
        return hasher;
    }

    /**
     * The part of a key for an argument of a proof's name; empty when the argument is no such
     * thing.
     */
    Optional<Bytes> part(String argument) {
        return (this == ACCOUNT || this == ACCOUNT_TWOX ? account(argument) : number(argument))
                .map(part -> StorageKeys.hash(hasher, part));
    }

    static Optional<Bytes> account(String address) {
        try {
            return Optional.of(SS58.decode(address).key()).filter(key -> key.size() == 32);
        } catch (Ss58Exception _) {
            return Optional.empty();
        }
    }

    /** Numbers of subnets and of keys in them are u16. */
    private static Optional<Bytes> number(String decimal) {
        if (!decimal.matches("[0-9]{1,5}") || Integer.parseInt(decimal) > 0xffff) {
            return Optional.empty();
        }
        int value = Integer.parseInt(decimal);
        return Optional.of(Bytes.ofInts(value & 0xff, value >> 8));
    }
}
