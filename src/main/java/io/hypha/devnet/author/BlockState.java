package io.hypha.devnet.author;

import io.hypha.devnet.runtime.StateView;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.StateTrie;
import java.util.Optional;

/** Whether the state of a block can be read. */
public sealed interface BlockState {

    /** It can. For one thread at a time. */
    record Kept(StoredBlock block, StateTrie trie) implements BlockState, StateView {
        @Override
        public Optional<Bytes> get(Bytes key) {
            return trie.get(key);
        }

        @Override
        public Optional<Bytes> nextKey(Bytes after) {
            return trie.nextKey(after);
        }
    }

    /** This chain has no such block. */
    record UnknownBlock(Hash256 hash) implements BlockState {}

    /** The block is older than the states that are kept. */
    record Discarded(Hash256 hash, long number) implements BlockState {}
}
