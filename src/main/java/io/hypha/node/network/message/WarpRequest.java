package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * Asks for a warp proof: exactly the 32 bytes of a hash. The answer is the proof's SCALE encoding
 * as {@code consensus.WarpProof} reads it; it has no record here.
 *
 * @param begin hash of a finalized block; the proof starts after it
 */
public record WarpRequest(Hash256 begin) {

    /** Bytes of the request. */
    public static final int SIZE = Hash256.SIZE;

    public Bytes encode() {
        return begin.toBytes();
    }

    /**
     * @throws MessageException when it has not exactly 32 bytes
     */
    public static WarpRequest decode(Bytes request) {
        if (request.size() != SIZE) {
            throw new MessageException(
                    Math.min(request.size(), SIZE),
                    "expected a warp request of 32 bytes, found " + request.size());
        }
        return new WarpRequest(Hash256.of(request));
    }
}
