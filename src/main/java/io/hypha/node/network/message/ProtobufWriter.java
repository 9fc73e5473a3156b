package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes protobuf messages; the reverse of {@link ProtobufReader}. The methods that say so leave a
 * field out at its default, as proto3 does.
 */
final class ProtobufWriter {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A varint with its 64 bits; left out when zero. */
    ProtobufWriter varint(int field, long value) {
        if (value != 0) {
            tag(field, VARINT);
            rawVarint(value);
        }
        return this;
    }

    /** Left out when false. */
    ProtobufWriter bool(int field, boolean value) {
        return varint(field, value ? 1 : 0);
    }

    /** Written even when empty. */
    ProtobufWriter bytes(int field, Bytes value) {
        tag(field, LENGTH_DELIMITED);
        rawVarint(value.size());
        value.writeTo(out);
        return this;
    }

    /** Left out when empty. */
    ProtobufWriter bytesUnlessEmpty(int field, Bytes value) {
        return value.isEmpty() ? this : bytes(field, value);
    }

    /** Each item, even an empty one. */
    ProtobufWriter each(int field, List<Bytes> values) {
        for (Bytes value : values) {
            bytes(field, value);
        }
        return this;
    }

    ProtobufWriter hash(int field, Hash256 value) {
        return bytes(field, value.toBytes());
    }

    /** UTF-8; left out when empty. */
    ProtobufWriter text(int field, String value) {
        return bytesUnlessEmpty(field, utf8(value));
    }

    /** Each item as UTF-8, even an empty one. */
    ProtobufWriter eachText(int field, List<String> values) {
        for (String value : values) {
            bytes(field, utf8(value));
        }
        return this;
    }

    private static Bytes utf8(String value) {
        return Bytes.of(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A nested message, even an empty one. */
    ProtobufWriter message(int field, ProtobufWriter nested) {
        return bytes(field, nested.toBytes());
    }

    Bytes toBytes() {
        return Bytes.of(out.toByteArray());
    }

    private void tag(int field, int wireType) {
        rawVarint((long) field << 3 | wireType);
    }

    private void rawVarint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
