package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;

/**
 * In which blocks a transaction is valid.
 *
 * <p>Source of the rules: {@code substrate/primitives/runtime/src/generic/era.rs}. A mortal era is
 * two bytes, little-endian: the low four bits are log2 of the period less one, the others the phase
 * in steps of period / 4096 (at least 1).
 */
public sealed interface Era {

    /** The longest period in blocks; the shortest is 4. */
    int MAX_PERIOD = 65_536;

    /** Valid for ever. */
    record Immortal() implements Era {}

    /**
     * Valid for {@code period} blocks from a block on whose number is {@code phase} modulo the
     * period.
     *
     * @param period in blocks: a power of two, 4..65536
     * @param phase 0..period-1, a multiple of period / 4096 where that is above 1
     */
    record Mortal(int period, int phase) implements Era {
        public Mortal {
            if (period < 4 || period > MAX_PERIOD || Integer.bitCount(period) != 1) {
                throw new IllegalArgumentException(
                        "a period is a power of two of 4..65536, was " + period);
            }
            if (phase < 0 || phase >= period || phase % step(period) != 0) {
                throw new IllegalArgumentException(
                        "phase " + phase + " does not fit period " + period);
            }
        }
    }

    static Era immortal() {
        return new Immortal();
    }

    /**
     * An era that begins at {@code block}, or up to period / 4096 blocks before it.
     *
     * @param period in blocks; taken up to the next power of two, at least 4, at most 65536
     * @param block the number of the block whose hash is signed with it
     */
    static Mortal mortal(long period, long block) {
        if (block < 0) {
            throw new IllegalArgumentException("a block number is >= 0, was " + block);
        }
        long wanted = Math.clamp(period, 4, MAX_PERIOD);
        int power = Integer.highestOneBit((int) wanted);
        int rounded = power == wanted ? power : power * 2;
        int phase = (int) (block % rounded);
        return new Mortal(rounded, phase - phase % step(rounded));
    }

    /** Steps in which the phase is written. */
    private static int step(int period) {
        return Math.max(period >> 12, 1);
    }

    /**
     * The first block in which a transaction built at {@code current} is valid; its hash is signed.
     */
    default long birth(long current) {
        return switch (this) {
            case Immortal _ -> 0;
            case Mortal(int period, int phase) ->
                    (Math.max(current, phase) - phase) / period * period + phase;
        };
    }

    /** The first block in which a transaction built at {@code current} is no longer valid. */
    default long death(long current) {
        return switch (this) {
            case Immortal _ -> Long.MAX_VALUE;
            case Mortal mortal -> birth(current) + mortal.period();
        };
    }

    default Bytes encode() {
        return switch (this) {
            case Immortal _ -> Bytes.ofInts(0);
            case Mortal(int period, int phase) -> {
                int low = Math.clamp(Integer.numberOfTrailingZeros(period) - 1L, 1, 15);
                int value = low | ((phase / step(period)) << 4);
                yield Bytes.ofInts(value & 0xff, value >> 8);
            }
        };
    }

    /**
     * Reads an era: one byte 0, or two bytes.
     *
     * @throws ScaleException when the period or the phase is out of range
     */
    static Era read(ScaleCodecReader reader) {
        int start = reader.offset();
        int first = reader.readUByte();
        if (first == 0) {
            return new Immortal();
        }
        int value = first | reader.readUByte() << 8;
        int period = 2 << (value & 15);
        int phase = (value >> 4) * step(period);
        if (period < 4 || phase >= period) {
            throw new ScaleException(start, "era period " + period + " with phase " + phase);
        }
        return new Mortal(period, phase);
    }
}
