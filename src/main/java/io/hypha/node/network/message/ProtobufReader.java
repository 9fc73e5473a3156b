package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A cursor over the fields of one protobuf message, the subset that these protocols need: varints
 * and length-delimited fields. Fields of the fixed sizes and packed ones are passed over by {@link
 * #skip}; groups are refused. A nested message is read through a second cursor over the same bytes.
 *
 * <p>Rules: the "encoding" page of Protocol Buffers. Of a field that is no list the last one
 * counts, as there.
 */
final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final byte[] source;
    private final int start;
    private final int end;
    private int at;
    private int fieldAt;
    private int field;
    private int wireType;

    ProtobufReader(Bytes message) {
        this(message.toArray(), 0, message.size());
    }

    private ProtobufReader(byte[] source, int from, int end) {
        this.source = source;
        this.start = from;
        this.at = from;
        this.end = end;
    }

    /**
     * The top of a message that may not be longer than {@code most} bytes.
     *
     * @param what names the message in the error
     */
    static ProtobufReader of(Bytes message, int most, String what) {
        if (message.size() > most) {
            throw new MessageException(
                    most,
                    "expected " + what + " of at most " + most + " bytes, found " + message.size());
        }
        return new ProtobufReader(message);
    }

    /** Moves to the next field; false after the last one. Its value must be read or skipped. */
    boolean next() {
        if (at == end) {
            return false;
        }
        fieldAt = at;
        long tag = rawVarint();
        long number = tag >>> 3;
        if (number < 1 || number > (1 << 29) - 1) {
            throw new MessageException(
                    fieldAt,
                    "expected a field number of 1 to 2^29 - 1, found "
                            + Long.toUnsignedString(number));
        }
        field = (int) number;
        wireType = (int) tag & 7;
        return true;
    }

    /** The number of the field that {@link #next} moved to. */
    int field() {
        return field;
    }

    /** Where this message begins. */
    int start() {
        return start;
    }

    /** Where that field's tag stands. */
    int offset() {
        return fieldAt;
    }

    /** A varint as its 64 bits. */
    long varint() {
        require(VARINT);
        return rawVarint();
    }

    /** A varint that must be a u32. */
    long uint32() {
        long value = varint();
        if (value >>> 32 != 0) {
            throw new MessageException(
                    fieldAt, "field " + field + " is above u32: " + Long.toUnsignedString(value));
        }
        return value;
    }

    /** A varint that stands for a bool: anything but zero is true. */
    boolean bool() {
        return varint() != 0;
    }

    /** A byte string of at most {@code most} bytes. */
    Bytes bytes(int most) {
        int size = length(most);
        Bytes value = size == 0 ? Bytes.EMPTY : Bytes.of(source, at, at + size);
        at += size;
        return value;
    }

    Hash256 hash() {
        int size = length(Hash256.SIZE);
        if (size != Hash256.SIZE) {
            throw new MessageException(
                    fieldAt, "expected 32 bytes in field " + field + ", found " + size);
        }
        Hash256 value = Hash256.of(source, at, at + size);
        at += size;
        return value;
    }

    /** Text of at most {@code most} bytes, which must be UTF-8. */
    String text(int most) {
        int size = length(most);
        try {
            String value =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(source, at, size))
                            .toString();
            at += size;
            return value;
        } catch (CharacterCodingException e) {
            throw new MessageException(fieldAt, "the text in field " + field + " is not UTF-8");
        }
    }

    /** A nested message: a cursor over it; this cursor moves behind it. */
    ProtobufReader message() {
        int size = length(Integer.MAX_VALUE);
        ProtobufReader nested = new ProtobufReader(source, at, at + size);
        at += size;
        return nested;
    }

    /** Passes over the value of a field that nobody asks for. */
    void skip() {
        switch (wireType) {
            case VARINT -> rawVarint();
            case FIXED_64 -> move(8);
            case LENGTH_DELIMITED -> move(length(Integer.MAX_VALUE));
            case FIXED_32 -> move(4);
            default -> throw new MessageException(fieldAt, "no field has wire type " + wireType);
        }
    }

    /** Refuses one more item in a list that is full. */
    void requireRoom(List<?> items, int most) {
        requireRoom(items.size(), most);
    }

    void requireRoom(int count, int most) {
        if (count >= most) {
            throw new MessageException(
                    fieldAt, "expected at most " + most + " items in field " + field);
        }
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw new MessageException(
                    fieldAt,
                    "expected wire type "
                            + expected
                            + " in field "
                            + field
                            + ", found "
                            + wireType);
        }
    }

    private int length(int most) {
        require(LENGTH_DELIMITED);
        long size = rawVarint();
        if (size < 0 || size > end - at) {
            throw new MessageException(
                    fieldAt,
                    "field "
                            + field
                            + " claims "
                            + Long.toUnsignedString(size)
                            + " bytes, "
                            + (end - at)
                            + " are left");
        }
        if (size > most) {
            throw new MessageException(
                    fieldAt,
                    "expected at most " + most + " bytes in field " + field + ", found " + size);
        }
        return (int) size;
    }

    private void move(int size) {
        if (size > end - at) {
            throw new MessageException(
                    fieldAt,
                    "field " + field + " needs " + size + " bytes, " + (end - at) + " are left");
        }
        at += size;
    }

    private long rawVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw new MessageException(at, "a varint is cut off");
            }
            int next = source[at++];
            if (shift == 63 && (next & 0xff) > 1) {
                throw new MessageException(at - 1, "a varint is above 64 bits");
            }
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MessageException(at, "a varint is longer than ten bytes");
    }
}
