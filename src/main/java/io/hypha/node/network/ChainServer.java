package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import java.util.List;
import java.util.Optional;

/**
 * Answers what peers ask; a full node has one. Called from several threads at once, each call
 * counted against the limits of its protocol. An answer above the protocol's limit closes the
 * stream, so the server bounds what it gives (128 blocks and 8 MiB of bodies, 8 MiB of a warp
 * proof, 2 MiB of state).
 */
public interface ChainServer {

    BlockId best();

    /** The encoded warp proof from {@code begin} on; empty closes the stream. */
    Optional<Bytes> warpProof(Hash256 begin);

    /** Empty closes the stream; an empty list is an answer. */
    Optional<List<BlockData>> blocks(BlockRequest request);

    /** Empty says "cannot answer": the block is unknown or pruned. */
    Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys);

    Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys);

    Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data);

    /** A compact proof of entries from {@code start} on; empty closes the stream. */
    Optional<Bytes> stateProof(Hash256 at, List<Bytes> start);
}
