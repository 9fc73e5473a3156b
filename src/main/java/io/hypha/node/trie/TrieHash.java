package io.hypha.node.trie;

import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Keccak;
import java.util.function.UnaryOperator;

/** What hashes the nodes and values of a trie. The state's is BLAKE2b. */
public enum TrieHash {
    BLAKE2B_256(Blake2b::hash256),
    KECCAK_256(Keccak::hash256);

    private final UnaryOperator<byte[]> function;

    TrieHash(UnaryOperator<byte[]> function) {
        this.function = function;
    }

    byte[] of(byte[] input) {
        return function.apply(input);
    }
}
