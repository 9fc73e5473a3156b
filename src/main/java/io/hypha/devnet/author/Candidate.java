package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.store.StateNodes;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.trie.TrieUpdate;
import java.util.List;

/**
 * A sealed and executed block that follows the newest final one and is neither final nor kept
 * itself.
 *
 * @param trie what its state adds to the parent's
 * @param visited the nodes of the parent's state that were read for it
 */
public record Candidate(
        Header header, Hash256 hash, BlockResult result, TrieUpdate trie, StateNodes visited) {

    public BlockId id() {
        return new BlockId(header.number(), hash);
    }

    /** Its extrinsics, each with its length prefix. */
    public List<Bytes> body() {
        return result.included();
    }

    public long slot() {
        return Slot.of(header);
    }
}
