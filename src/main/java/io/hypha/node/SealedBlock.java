package io.hypha.node;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * A block above the last final one: its ancestry, slot and seal were verified. It is not final, may
 * never be, and its state root is nobody's word but its author's; so nothing is read at it.
 *
 * @param header its SCALE encoding, which hashes to {@code block.hash()}
 * @param timestampMillis chain time: slot × slot duration, in unix milliseconds
 */
public record SealedBlock(
        BlockId block,
        Bytes header,
        Hash256 parentHash,
        Hash256 extrinsicsRoot,
        long slot,
        long timestampMillis) {

    public long number() {
        return block.number();
    }

    public Hash256 hash() {
        return block.hash();
    }
}
