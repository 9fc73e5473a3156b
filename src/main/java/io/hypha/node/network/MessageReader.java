package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.util.Arrays;

/**
 * Collects one message behind its length (unsigned LEB128). Memory grows with what came, never with
 * what was announced.
 */
final class MessageReader {

    enum State {
        /** More bytes are needed. */
        OPEN,
        COMPLETE,
        /** The announced length is above the limit. */
        TOO_LARGE,
        /** The length is no minimal varint of at most five bytes. */
        BAD_LENGTH
    }

    private static final int FIRST_BYTES = 4096;

    private final int limit;
    private State state = State.OPEN;
    private boolean lengthKnown;
    private long length;
    private int lengthBytes;
    private byte[] body = new byte[0];
    private int filled;

    MessageReader(int limit) {
        this.limit = limit;
    }

    State state() {
        return state;
    }

    /** Whether not one byte of a message came. */
    boolean untouched() {
        return !lengthKnown && lengthBytes == 0;
    }

    boolean lengthKnown() {
        return lengthKnown;
    }

    /** The announced length in bytes, once it is known and within the limit. */
    int length() {
        return (int) length;
    }

    /** Bytes of the body that came so far. */
    int filled() {
        return filled;
    }

    /**
     * Takes bytes until the message is complete or broken.
     *
     * @return where the next message starts: {@code data.size()} when all was taken
     */
    int take(Bytes data, int from) {
        int at = from;
        while (at < data.size() && state == State.OPEN && !lengthKnown) {
            takeLength(data.unsignedAt(at));
            at++;
        }
        if (state != State.OPEN || !lengthKnown) {
            return at;
        }
        int count = (int) Math.min(length - filled, data.size() - at);
        grow(filled + count);
        data.slice(at, at + count).copyTo(body, filled);
        filled += count;
        if (filled == length) {
            state = State.COMPLETE;
        }
        return at + count;
    }

    private void takeLength(int next) {
        length |= (long) (next & 0x7f) << (7 * lengthBytes);
        lengthBytes++;
        if ((next & 0x80) == 0) {
            if (next == 0 && lengthBytes > 1) {
                state = State.BAD_LENGTH;
            } else if (length > limit) {
                state = State.TOO_LARGE;
            } else {
                lengthKnown = true;
            }
        } else if (lengthBytes == 5) {
            state = State.BAD_LENGTH;
        }
    }

    private void grow(int needed) {
        if (needed > body.length) {
            long doubled = Math.max(FIRST_BYTES, 2L * body.length);
            body = Arrays.copyOf(body, (int) Math.min(length, Math.max(needed, doubled)));
        }
    }

    /** The complete message; the reader is ready for the next one. */
    Bytes next() {
        if (state != State.COMPLETE) {
            throw new IllegalStateException("the message is not complete");
        }
        Bytes message = Bytes.of(body, 0, filled);
        state = State.OPEN;
        lengthKnown = false;
        length = 0;
        lengthBytes = 0;
        body = new byte[0];
        filled = 0;
        return message;
    }

    /** {@code message} behind its length. */
    static Bytes framed(Bytes message) {
        byte[] prefix = new byte[5];
        int size = 0;
        int rest = message.size();
        while (rest > 0x7f) {
            prefix[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        prefix[size++] = (byte) rest;
        return Bytes.concat(Bytes.of(prefix, 0, size), message);
    }
}
