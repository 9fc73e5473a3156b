package io.hypha.devnet.p2p;

import io.hypha.devnet.author.Candidate;
import io.hypha.devnet.author.Chain;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.MessageLimits;
import java.util.List;
import java.util.Optional;

/** Answers peers from the devnet's chain. For any number of threads. */
public final class ChainAnswers implements ChainServer {

    private final Chain chain;
    private final WarpAnswers warp;
    private final BlockAnswers blocks;
    private final StateAnswers state;

    public ChainAnswers(Chain chain) {
        this.chain = chain;
        this.warp = new WarpAnswers(chain, MessageLimits.MAX_WARP_PROOF);
        this.blocks = new BlockAnswers(chain);
        this.state = new StateAnswers(chain);
    }

    @Override
    public BlockId best() {
        return chain.candidates().best().map(Candidate::id).orElseGet(() -> chain.head().id());
    }

    @Override
    public Optional<Bytes> warpProof(Hash256 begin) {
        return warp.from(begin);
    }

    @Override
    public Optional<List<BlockData>> blocks(BlockRequest request) {
        return Optional.of(blocks.run(request));
    }

    @Override
    public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return state.read(at, keys);
    }

    @Override
    public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
        return state.readChild(at, child, keys);
    }

    @Override
    public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
        return state.call(at, method, data);
    }

    @Override
    public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        return state.range(at, start);
    }
}
