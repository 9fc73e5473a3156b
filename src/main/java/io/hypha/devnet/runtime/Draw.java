package io.hypha.devnet.runtime;

import io.hypha.node.crypto.Blake2b;
import java.nio.charset.StandardCharsets;

/**
 * Numbers that follow from a seed and coordinates, so that a devnet looks varied and is the same
 * each time. Not random and not secret.
 */
final class Draw {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final long start;

    Draw(String seed, String purpose) {
        byte[] hash = Blake2b.hash256((purpose + "/" + seed).getBytes(StandardCharsets.UTF_8));
        this.start = WorkingState.littleEndian(io.hypha.node.bytes.Bytes.of(hash), 8);
    }

    /** 0 ≤ number &lt; bound. */
    int below(int bound, long... coordinates) {
        return (int) Long.remainderUnsigned(mixed(coordinates), bound);
    }

    private long mixed(long... coordinates) {
        long value = start;
        for (long coordinate : coordinates) {
            value = scrambled(value ^ coordinate * GOLDEN) + GOLDEN;
        }
        return scrambled(value);
    }

    /** The finalizer of SplitMix64. */
    private static long scrambled(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
