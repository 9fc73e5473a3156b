package io.hypha.chain;

import io.hypha.node.bytes.Hash256;

/**
 * The finalized block that a figure was read at.
 *
 * @param timestampMillis chain time: Aura slot × slot duration, unix milliseconds
 */
public record BlockRef(long number, Hash256 hash, long timestampMillis)
        implements Comparable<BlockRef> {

    @Override
    public int compareTo(BlockRef other) {
        return Long.compare(number, other.number);
    }
}
