package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.SortedMap;

/** The root of a whole set of entries. */
public final class TrieRoot {

    /** Root of a trie without entries: BLAKE2b-256 of one zero byte. */
    public static final Hash256 EMPTY =
            Hash256.fromHex("0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");

    private TrieRoot() {}

    /**
     * The root of exactly these entries.
     *
     * @throws IllegalArgumentException when a {@link TrieValue.Hashed} does not suffice under {@code version}
     */
    public static Hash256 of(StateVersion version, SortedMap<Bytes, TrieValue> entries) {
        return NotBuilt.yet();
    }
}
