package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Map;

/**
 * What a batch of changes makes of a trie.
 *
 * @param root the new root
 * @param newNodes nodes and detached values to store before the root may be used, by their
 *     BLAKE2b-256. Some may be stored already; nothing that an older root needs is replaced
 */
public record TrieUpdate(Hash256 root, Map<Hash256, Bytes> newNodes) {

    public TrieUpdate {
        newNodes = Map.copyOf(newNodes);
    }
}
