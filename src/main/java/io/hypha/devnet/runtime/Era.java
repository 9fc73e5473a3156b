package io.hypha.devnet.runtime;

import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;

/** How long a transaction lives: {@code sp_runtime::generic::Era}. */
sealed interface Era {

    record Immortal() implements Era {}

    /**
     * @param period in blocks, a power of two from 4 to 65536
     * @param phase where in the period it was born
     */
    record Mortal(long period, long phase) implements Era {
        /** The block it was signed for, as seen from {@code current}. */
        long birth(long current) {
            return Math.floorDiv(Math.max(current, phase) - phase, period) * period + phase;
        }

        /** The first block at which it is dead. */
        long death(long current) {
            return birth(current) + period;
        }
    }

    static Era read(ScaleCodecReader in) {
        int start = in.offset();
        int first = in.readUByte();
        if (first == 0) {
            return new Immortal();
        }
        int encoded = first | in.readUByte() << 8;
        long period = 2L << (encoded % 16);
        long phase = (encoded >> 4) * Math.max(period >> 12, 1);
        if (period < 4 || phase >= period) {
            throw new ScaleException(start, "no era: period " + period + ", phase " + phase);
        }
        return new Mortal(period, phase);
    }
}
