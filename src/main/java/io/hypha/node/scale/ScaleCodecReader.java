package io.hypha.node.scale;

import io.hypha.node.bytes.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
public final class ScaleCodecReader extends FixedWidthReader {

    public ScaleCodecReader(byte[] source) {
        super(source.clone());
    }

    public ScaleCodecReader(Bytes source) {
        super(source.toArray());
    }

    /** 0 or 1; anything else is an error. */
    public boolean readBoolean() {
        int start = offset();
        int value = readUByte();
        if (value > 1) {
            throw new ScaleException(start, "a bool is 0 or 1, found " + value);
        }
        return value == 1;
    }

    /** A compact that must fit an {@code int}: counts and lengths. */
    public int readCompactInt() {
        int start = offset();
        long value = readCompactLong();
        if (value > Integer.MAX_VALUE) {
            throw new ScaleException(start, "compact " + value + " is above 2^31 - 1");
        }
        return (int) value;
    }

    /** A compact that must be below 2^63. */
    public long readCompactLong() {
        int start = offset();
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
        int start = offset();
        int first = peekUByte();
        if ((first & 3) != 3) {
            return BigInteger.valueOf(readCompactLong());
        }
        skip(1);
        return bigCompact(start, first);
    }

    /** A {@code Vec<u8>}. */
    public Bytes readByteVector() {
        int start = offset();
        int size = readCompactInt();
        if (size > remaining()) {
            throw new ScaleException(
                    start, "a byte vector claims " + size + " bytes, " + remaining() + " are left");
        }
        return readFixed(size);
    }

    /** Passes over a {@code Vec<u8>}, such as text nobody asks for. */
    public void skipByteVector() {
        skip(readCompactInt());
    }

    /** A {@code Vec<u8>} that must be UTF-8. */
    public String readString() {
        int start = offset();
        byte[] text = copy(readCompactInt());
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
        int start = offset();
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
        int start = offset();
        int flag = readUByte();
        if (flag > 1) {
            throw new ScaleException(start, "an Option is 0 or 1, found " + flag);
        }
        return flag == 0 ? Optional.empty() : Optional.of(item.apply(this));
    }

    private static boolean isAscii(byte[] text) {
        for (byte each : text) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private long thirtyBits(int first) {
        require(3);
        return (first >> 2) | (long) readUByte() << 6 | (long) readUint16() << 14;
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
