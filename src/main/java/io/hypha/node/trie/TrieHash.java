package io.hypha.node.trie;

import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Keccak;

/** What hashes the nodes and values of a trie. The state's is BLAKE2b. */
public enum TrieHash {
    BLAKE2B_256,
    KECCAK_256;

    byte[] of(byte[] input) {
        return switch (this) {
            case BLAKE2B_256 -> Blake2b.hash256(input);
            case KECCAK_256 -> Keccak.hash256(input);
        };
    }
}
