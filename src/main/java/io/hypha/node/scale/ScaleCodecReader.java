package io.hypha.node.scale;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cursor over SCALE bytes. Every method throws {@link ScaleException} when the bytes do not hold
 * what it reads; nothing is allocated beyond the bytes that are really there. Everything is
 * little-endian.
 *
 * <p>Source of the rules: the SCALE chapter of the Polkadot specification; compacts must be
 * minimal, as the reference decoder demands.
 */
public final class ScaleCodecReader {

    private final byte[] source;
    private final int end;
    private int at;

    public ScaleCodecReader(byte[] source) {
        this(source.clone(), 0, source.length);
    }

    public ScaleCodecReader(Bytes source) {
        this(source.toArray(), 0, source.size());
    }

    private ScaleCodecReader(byte[] source, int from, int end) {
        this.source = source;
        this.at = from;
        this.end = end;
    }

    /** Index of the next byte. */
    public int offset() {
        return at;
    }

    public int remaining() {
        return end - at;
    }

    public boolean hasNext() {
        return at < end;
    }

    /** Demands that every byte was read. */
    public void requireEnd() {
        if (at != end) {
            throw new ScaleException(at, (end - at) + " bytes left over");
        }
    }

    /** A u8 as 0..255. */
    public int readUByte() {
        require(1);
        return source[at++] & 0xff;
    }

    /** The next u8 without moving. */
    public int peekUByte() {
        require(1);
        return source[at] & 0xff;
    }

    public byte readByte() {
        require(1);
        return source[at++];
    }

    /** 0 or 1; anything else is an error. */
    public boolean readBoolean() {
        int value = readUByte();
        if (value > 1) {
            throw new ScaleException(at - 1, "a bool is 0 or 1, found " + value);
        }
        return value == 1;
    }

    public int readUint16() {
        require(2);
        int value = (source[at] & 0xff) | (source[at + 1] & 0xff) << 8;
        at += 2;
        return value;
    }

    /** A u32 as 0..2^32-1. */
    public long readUint32() {
        return readInt32() & 0xffff_ffffL;
    }

    public int readInt32() {
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
    public long readLong() {
        require(8);
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | (source[at + i] & 0xff);
        }
        at += 8;
        return value;
    }

    /** A u64. */
    public BigInteger readUint64() {
        return readUint(8);
    }

    /**
     * A u64 that must be below 2^63, such as an amount of rao: the largest supply is 2.1 × 10^16.
     */
    public long readUint63() {
        int start = at;
        long value = readLong();
        if (value < 0) {
            throw new ScaleException(
                    start, "u64 " + Long.toUnsignedString(value) + " is above 2^63 - 1");
        }
        return value;
    }

    public BigInteger readUint128() {
        return readUint(16);
    }

    /** An unsigned integer of {@code size} bytes. */
    public BigInteger readUint(int size) {
        return new BigInteger(1, bigEndian(size));
    }

    /** A two's complement integer of {@code size} bytes. */
    public BigInteger readInt(int size) {
        return new BigInteger(bigEndian(size));
    }

    /** A compact that must fit an {@code int}: counts and lengths. */
    public int readCompactInt() {
        int start = at;
        long value = readCompactLong();
        if (value > Integer.MAX_VALUE) {
            throw new ScaleException(start, "compact " + value + " is above 2^31 - 1");
        }
        return (int) value;
    }

    /** A compact that must be below 2^63. */
    public long readCompactLong() {
        int start = at;
        int first = readUByte();
        return switch (first & 3) {
            case 0 -> first >> 2;
            case 1 -> minimal(start, (first >> 2) | (long) readUByte() << 6, 1L << 6);
            case 2 -> minimal(start, thirtyBits(first), 1L << 14);
            default -> {
                BigInteger value = bigCompact(start, first);
                if (value.bitLength() > 63) {
                    throw new ScaleException(start, "compact " + value + " is above 2^63 - 1");
                }
                yield value.longValueExact();
            }
        };
    }

    /** A compact of up to 536 bits. */
    public BigInteger readCompact() {
        int start = at;
        int first = peekUByte();
        if ((first & 3) != 3) {
            return BigInteger.valueOf(readCompactLong());
        }
        at++;
        return bigCompact(start, first);
    }

    /** Exactly {@code size} bytes. */
    public Bytes readFixed(int size) {
        require(size);
        Bytes value = Bytes.of(source, at, at + size);
        at += size;
        return value;
    }

    public Hash256 readHash() {
        require(Hash256.SIZE);
        Hash256 value = Hash256.of(source, at, at + Hash256.SIZE);
        at += Hash256.SIZE;
        return value;
    }

    /** A {@code Vec<u8>}. */
    public Bytes readByteVector() {
        int start = at;
        int size = readCompactInt();
        if (size > remaining()) {
            throw new ScaleException(
                    start, "a byte vector claims " + size + " bytes, " + remaining() + " are left");
        }
        return readFixed(size);
    }

    /** Passes over {@code size} bytes. */
    public void skip(int size) {
        require(size);
        at += size;
    }

    /** Passes over a {@code Vec<u8>}, such as text nobody asks for. */
    public void skipByteVector() {
        skip(readCompactInt());
    }

    /** A {@code Vec<u8>} that must be UTF-8. */
    public String readString() {
        int start = at;
        int size = readCompactInt();
        require(size);
        byte[] text = Arrays.copyOfRange(source, at, at + size);
        at += size;
        if (isAscii(text)) {
            return new String(text, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            throw new ScaleException(start, "text is not UTF-8");
        }
    }

    /**
     * A vector's count, refused when that many items of at least {@code minItemSize} bytes cannot
     * follow.
     */
    public int readCount(int minItemSize) {
        int start = at;
        int count = readCompactInt();
        if ((long) count * Math.max(minItemSize, 0) > remaining()) {
            throw new ScaleException(
                    start,
                    count
                            + " items of at least "
                            + minItemSize
                            + " bytes are claimed, "
                            + remaining()
                            + " bytes are left");
        }
        return count;
    }

    /** A vector whose items take at least {@code minItemSize} bytes each (≥ 1). */
    public <T> List<T> readVector(int minItemSize, Function<ScaleCodecReader, T> item) {
        int count = readCount(Math.max(1, minItemSize));
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.apply(this));
        }
        return List.copyOf(items);
    }

    public <T> Optional<T> readOptional(Function<ScaleCodecReader, T> item) {
        int flag = readUByte();
        if (flag > 1) {
            throw new ScaleException(at - 1, "an Option is 0 or 1, found " + flag);
        }
        return flag == 0 ? Optional.empty() : Optional.of(item.apply(this));
    }

    /** The bytes between two offsets of this reader's input, both already passed or reached. */
    public Bytes between(int from, int to) {
        if (from < 0 || from > to || to > end) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + end);
        }
        return Bytes.of(source, from, to);
    }

    private static boolean isAscii(byte[] text) {
        for (byte each : text) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private void require(int size) {
        if (size < 0 || size > end - at) {
            throw new ScaleException(at, "expected " + size + " more bytes, found " + (end - at));
        }
    }

    private byte[] bigEndian(int size) {
        require(size);
        byte[] value = Arrays.copyOfRange(source, at, at + size);
        at += size;
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            byte swap = value[i];
            value[i] = value[j];
            value[j] = swap;
        }
        return value;
    }

    private long thirtyBits(int first) {
        require(3);
        long value =
                (first >> 2)
                        | (long) (source[at] & 0xff) << 6
                        | (long) (source[at + 1] & 0xff) << 14
                        | (long) (source[at + 2] & 0xff) << 22;
        at += 3;
        return value;
    }

    private BigInteger bigCompact(int start, int first) {
        int size = (first >> 2) + 4;
        byte[] value = bigEndian(size);
        if (value[0] == 0 || (size == 4 && (value[0] & 0xff) < 0x40)) {
            throw new ScaleException(start, "a compact is not minimal");
        }
        return new BigInteger(1, value);
    }

    private static long minimal(int start, long value, long least) {
        if (value < least) {
            throw new ScaleException(start, "a compact is not minimal");
        }
        return value;
    }
}
