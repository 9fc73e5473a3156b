package io.hypha.devnet.fault;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import java.util.List;
import java.util.Optional;

/** Passes every question on. A lie overrides what it changes. */
class ServerInBetween implements ChainServer {

    final ChainServer honest;

    ServerInBetween(ChainServer honest) {
        this.honest = honest;
    }

    @Override
    public BlockId best() {
        return honest.best();
    }

    @Override
    public Optional<Bytes> warpProof(Hash256 begin) {
        return honest.warpProof(begin);
    }

    @Override
    public Optional<List<BlockData>> blocks(BlockRequest request) {
        return honest.blocks(request);
    }

    @Override
    public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return honest.readProof(at, keys);
    }

    @Override
    public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
        return honest.readChildProof(at, child, keys);
    }

    @Override
    public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
        return honest.callProof(at, method, data);
    }

    @Override
    public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        return honest.stateProof(at, start);
    }
}
