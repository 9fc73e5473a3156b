package io.hypha.node;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * A block that the tracked voters finalized: justified itself, or an ancestor by hash of a
 * justified one.
 *
 * @param block number and hash
 * @param header its SCALE encoding, which hashes to {@code block.hash()}
 * @param setId the GRANDPA set that signed the nearest known justified descendant, or this block
 *     itself: above the checkpoint the set in office; below it the set that signed the checkpoint,
 *     since older ones are not known
 * @param slot the Aura slot of its PreRuntime digest
 * @param timestampMillis chain time: slot × slot duration, in unix milliseconds (genesis: 0)
 */
public record FinalizedHead(
        BlockId block,
        Bytes header,
        Hash256 parentHash,
        Hash256 stateRoot,
        Hash256 extrinsicsRoot,
        long setId,
        long slot,
        long timestampMillis) {

    public long number() {
        return block.number();
    }

    public Hash256 hash() {
        return block.hash();
    }
}
