package io.hypha.node.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits that are read from the last one on; the highest bit set of the last byte marks the end.
 * Behind the first bit there are zeros, without end.
 */
final class BackwardBits {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Most bits of one read: what a long holds from any bit of its first byte on. */
    static final int MAX_READ = 56;

    private final byte[] source;
    private final int begin;
    private int left;

    /** The source must go on for eight bytes behind the end. */
    BackwardBits(byte[] source, int begin, int end) throws ZstdException {
        if (begin >= end || source[end - 1] == 0) {
            throw new ZstdException("a bit stream has no end mark");
        }
        this.source = source;
        this.begin = begin;
        int mark = Integer.numberOfLeadingZeros(source[end - 1] & 0xff) - 24;
        this.left = 8 * (end - begin) - mark - 1;
    }

    /** Bits that are left; below zero when more were read than there were. */
    int left() {
        return left;
    }

    long read(int count) {
        left -= count;
        return bits(left, count);
    }

    /** The next bits, without reading them. */
    int peek(int count) {
        return (int) bits(left - count, count);
    }

    void skip(int count) {
        left -= count;
    }

    private long bits(int from, int count) {
        if (from < 0) {
            return count + from <= 0 ? 0 : bits(0, count + from) << -from;
        }
        long word = (long) LONG.get(source, begin + (from >>> 3));
        return (word >>> (from & 7)) & ((1L << count) - 1);
    }
}
