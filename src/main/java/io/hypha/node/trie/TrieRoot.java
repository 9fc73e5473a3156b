package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The root of a whole set of entries. */
public final class TrieRoot {

    /** Root of a trie without entries: BLAKE2b-256 of one zero byte. */
    public static final Hash256 EMPTY =
            Hash256.fromHex("0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");

    private TrieRoot() {}

    /**
     * The root of exactly these entries, all written under {@code version}.
     *
     * @throws IllegalArgumentException when a {@link TrieValue.Hashed} does not suffice under
     *     {@code version}, or a key has more than 65 535 nibbles that no other key shares
     */
    public static Hash256 of(StateVersion version, SortedMap<Bytes, TrieValue> entries) {
        return of(version, TrieHash.BLAKE2B_256, entries);
    }

    /** The same, where something else than the state's hash is asked for. */
    public static Hash256 of(
            StateVersion version, TrieHash hashing, SortedMap<Bytes, TrieValue> entries) {
        DraftTrie trie =
                new DraftTrie(
                        version, hashing, new StoredNodes(_ -> Optional.empty()), (_, _) -> {});
        for (Map.Entry<Bytes, TrieValue> entry : entries.entrySet()) {
            switch (entry.getValue()) {
                case TrieValue.Known(Bytes value) -> trie.put(entry.getKey(), value);
                case TrieValue.Hashed hashed -> {
                    if (!hashed.sufficesUnder(version)) {
                        throw new IllegalArgumentException(
                                "the value of "
                                        + entry.getKey().toHex()
                                        + " ("
                                        + hashed.length()
                                        + " bytes) stands in its node under state version "
                                        + version
                                        + ": its hash does not suffice");
                    }
                    trie.putHash(entry.getKey(), hashed.blake2b256().toArray());
                }
            }
        }
        return Hash256.of(trie.commit());
    }
}
