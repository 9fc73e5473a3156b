package io.hypha.node.scale;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A cursor over bytes that reads what has a width of its own: integers, which are little-endian,
 * hashes and runs of bytes. What tells its length in the bytes is {@link ScaleCodecReader}'s.
 */
abstract sealed class FixedWidthReader permits ScaleCodecReader {

    private final byte[] source;
    private final int end;
    private int at;

    /** The array is read in place and stays the caller's to leave alone. */
    FixedWidthReader(byte[] source) {
        this.source = source;
        this.end = source.length;
    }

    /** Index of the next byte. */
    public final int offset() {
        return at;
    }

    public final int remaining() {
        return end - at;
    }

    public final boolean hasNext() {
        return at < end;
    }

    /** Demands that every byte was read. */
    public final void requireEnd() {
        if (at != end) {
            throw new ScaleException(at, (end - at) + " bytes left over");
        }
    }

    /** A u8 as 0..255. */
    public final int readUByte() {
        require(1);
        return source[at++] & 0xff;
    }

    /** The next u8 without moving. */
    public final int peekUByte() {
        require(1);
        return source[at] & 0xff;
    }

    public final byte readByte() {
        require(1);
        return source[at++];
    }

    public final int readUint16() {
        require(2);
        int value = (source[at] & 0xff) | (source[at + 1] & 0xff) << 8;
        at += 2;
        return value;
    }

    /** A u32 as 0..2^32-1. */
    public final long readUint32() {
        return readInt32() & 0xffff_ffffL;
    }

    public final int readInt32() {
        require(4);
        int value =
                (source[at] & 0xff)
                        | (source[at + 1] & 0xff) << 8
                        | (source[at + 2] & 0xff) << 16
                        | (source[at + 3] & 0xff) << 24;
        at += 4;
        return value;
    }

    /**
     * A u64 or i64 as its 64 bits; above 2^63-1 a u64 comes out negative: see {@link #readUint64}.
     */
    public final long readLong() {
        require(8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | (source[at + i] & 0xff);
        }
        at += 8;
        return value;
    }

    /** A u64. */
    public final BigInteger readUint64() {
        return readUint(8);
    }

    /**
     * A u64 that must be below 2^63, such as an amount of rao: the largest supply is 2.1 × 10^16.
     */
    public final long readUint63() {
        int start = at;
        long value = readLong();
        if (value < 0) {
            throw new ScaleException(
                    start, "u64 " + Long.toUnsignedString(value) + " is above 2^63 - 1");
        }
        return value;
    }

    public final BigInteger readUint128() {
        return readUint(16);
    }

    /** An unsigned integer of {@code size} bytes. */
    public final BigInteger readUint(int size) {
        return new BigInteger(1, bigEndian(size));
    }

    /** A two's complement integer of {@code size} bytes. */
    public final BigInteger readInt(int size) {
        return new BigInteger(bigEndian(size));
    }

    /** Exactly {@code size} bytes. */
    public final Bytes readFixed(int size) {
        require(size);
        Bytes value = Bytes.of(source, at, at + size);
        at += size;
        return value;
    }

    public final Hash256 readHash() {
        require(Hash256.SIZE);
        Hash256 value = Hash256.of(source, at, at + Hash256.SIZE);
        at += Hash256.SIZE;
        return value;
    }

    /** Passes over {@code size} bytes. */
    public final void skip(int size) {
        require(size);
        at += size;
    }

    /** The bytes between two offsets of this reader's input, both already passed or reached. */
    public final Bytes between(int from, int to) {
        if (from < 0 || from > to || to > end) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + end);
        }
        return Bytes.of(source, from, to);
    }

    final void require(int size) {
        if (size < 0 || size > end - at) {
            throw new ScaleException(at, "expected " + size + " more bytes, found " + (end - at));
        }
    }

    final byte[] copy(int size) {
        require(size);
        byte[] value = Arrays.copyOfRange(source, at, at + size);
        at += size;
        return value;
    }

    final byte[] bigEndian(int size) {
        byte[] value = copy(size);
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            byte swap = value[i];
            value[i] = value[j];
            value[j] = swap;
        }
        return value;
    }
}
