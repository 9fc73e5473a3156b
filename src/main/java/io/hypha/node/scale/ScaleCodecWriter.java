package io.hypha.node.scale;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Builds SCALE bytes. A value that does not fit its type is an {@link IllegalArgumentException}:
 * that is bad code, not bad input.
 */
public final class ScaleCodecWriter {

    private static final BigInteger COMPACT_LIMIT = BigInteger.ONE.shiftLeft(536);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Bytes toBytes() {
        return Bytes.of(out.toByteArray());
    }

    public byte[] toArray() {
        return out.toByteArray();
    }

    public int size() {
        return out.size();
    }

    public ScaleCodecWriter writeUByte(int value) {
        check(value >= 0 && value <= 0xff, value, "u8");
        out.write(value);
        return this;
    }

    public ScaleCodecWriter writeBoolean(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    public ScaleCodecWriter writeUint16(int value) {
        check(value >= 0 && value <= 0xffff, value, "u16");
        out.write(value);
        out.write(value >> 8);
        return this;
    }

    public ScaleCodecWriter writeUint32(long value) {
        check(value >= 0 && value <= 0xffff_ffffL, value, "u32");
        littleEndian(value, 4);
        return this;
    }

    /** The 64 bits as they are: i64, or u64 with {@code value} read as unsigned. */
    public ScaleCodecWriter writeLong(long value) {
        littleEndian(value, 8);
        return this;
    }

    public ScaleCodecWriter writeUint(BigInteger value, int size) {
        check(value.signum() >= 0 && value.bitLength() <= size * 8, value, "u" + size * 8);
        return twosComplement(value, size);
    }

    public ScaleCodecWriter writeInt(BigInteger value, int size) {
        check(value.bitLength() < size * 8, value, "i" + size * 8);
        return twosComplement(value, size);
    }

    public ScaleCodecWriter writeUint128(BigInteger value) {
        return writeUint(value, 16);
    }

    public ScaleCodecWriter writeCompact(long value) {
        check(value >= 0, value, "Compact");
        if (value < 1L << 6) {
            out.write((int) value << 2);
        } else if (value < 1L << 14) {
            littleEndian(value << 2 | 1, 2);
        } else if (value < 1L << 30) {
            littleEndian(value << 2 | 2, 4);
        } else {
            writeCompact(BigInteger.valueOf(value));
        }
        return this;
    }

    public ScaleCodecWriter writeCompact(BigInteger value) {
        check(value.signum() >= 0 && value.compareTo(COMPACT_LIMIT) < 0, value, "Compact");
        if (value.bitLength() <= 30) {
            return writeCompact(value.longValueExact());
        }
        int size = Math.max(4, (value.bitLength() + 7) / 8);
        out.write((size - 4) << 2 | 3);
        return twosComplement(value, size);
    }

    public ScaleCodecWriter writeFixed(Bytes value) {
        value.writeTo(out);
        return this;
    }

    public ScaleCodecWriter writeFixed(byte[] value) {
        out.write(value, 0, value.length);
        return this;
    }

    public ScaleCodecWriter writeHash(Hash256 value) {
        return writeFixed(value.toArray());
    }

    /** A {@code Vec<u8>}. */
    public ScaleCodecWriter writeByteVector(Bytes value) {
        return writeCompact(value.size()).writeFixed(value);
    }

    /** A {@code String}: UTF-8 as {@code Vec<u8>}. */
    public ScaleCodecWriter writeString(String value) {
        return writeByteVector(Bytes.of(value.getBytes(StandardCharsets.UTF_8)));
    }

    public <T> ScaleCodecWriter writeVector(List<T> items, BiConsumer<ScaleCodecWriter, T> item) {
        writeCompact(items.size());
        items.forEach(each -> item.accept(this, each));
        return this;
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public <T> ScaleCodecWriter writeOptional(
            Optional<T> value, BiConsumer<ScaleCodecWriter, T> item) {
        writeBoolean(value.isPresent());
        value.ifPresent(present -> item.accept(this, present));
        return this;
    }

    private ScaleCodecWriter twosComplement(BigInteger value, int size) {
        byte[] bigEndian = value.toByteArray();
        int fill = value.signum() < 0 ? 0xff : 0;
        for (int i = 0; i < size; i++) {
            int index = bigEndian.length - 1 - i;
            out.write(index >= 0 ? bigEndian[index] : fill);
        }
        return this;
    }

    private void littleEndian(long value, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    private static void check(boolean fits, Object value, String type) {
        if (!fits) {
            throw new IllegalArgumentException(value + " does not fit " + type);
        }
    }
}
