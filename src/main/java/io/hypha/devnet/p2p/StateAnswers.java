package io.hypha.devnet.p2p;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.MessageLimits;
import io.hypha.node.trie.CompactProof;
import io.hypha.node.trie.StateTrie;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Proofs of the state of final blocks, as {@code /light/2} asks for them. */
final class StateAnswers {

    /** Larger proofs are not given: who asks for so much asks in parts. */
    private static final long MAX_PROOF_BYTES = 12 << 20;

    private final Chain chain;

    StateAnswers(Chain chain) {
        this.chain = chain;
    }

    /** Empty when the block is unknown or pruned, or the proof would be too large. */
    Optional<List<Bytes>> read(Hash256 at, List<Bytes> keys) {
        return prove(at, state -> state.trie().prove(keys));
    }

    Optional<List<Bytes>> readChild(Hash256 at, Bytes child, List<Bytes> keys) {
        return prove(at, state -> state.trie().proveChild(child, keys));
    }

    /** A compact proof of a run of entries; empty also when there is no such start. */
    Optional<Bytes> range(Hash256 at, List<Bytes> start) {
        return kept(at).flatMap(state -> {
            StateTrie trie = state.trie();
            return trie.proveRange(start, MessageLimits.MAX_STATE_ENTRY_BYTES)
                    .map(range -> CompactProof.encode(trie.root(), range.nodes()));
        });
    }

    /** Empty also when the runtime has no such method, or it would trap. */
    Optional<List<Bytes>> call(Hash256 at, String method, Bytes data) {
        return kept(at).flatMap(state -> CallReads.of(chain, state, method, data))
                .flatMap(keys -> prove(at, state -> state.trie().prove(keys)));
    }

    private Optional<BlockState.Kept> kept(Hash256 at) {
        return switch (chain.state(at)) {
            case BlockState.Kept kept -> Optional.of(kept);
            case BlockState.UnknownBlock _, BlockState.Discarded _ -> Optional.empty();
        };
    }

    private Optional<List<Bytes>> prove(
            Hash256 at, Function<BlockState.Kept, List<Bytes>> question) {
        return kept(at).map(question)
                .filter(nodes -> nodes.stream().mapToLong(Bytes::size).sum() <= MAX_PROOF_BYTES);
    }
}
