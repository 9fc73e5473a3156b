package io.hypha.node.network.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * WebSocket frames after the upgrade (RFC 6455 §5) as one stream of bytes: binary messages and
 * their fragments are joined, bounds of frames mean nothing. The client masks, the server does not.
 */
final class WebSocketFrames {

    /** The longest header that {@link #header} writes: 64-bit length and mask. */
    static final int MAX_HEADER = 14;

    /** No libp2p node sends more than one Noise frame or a few per message. */
    static final long MAX_FRAME = 16L * 1_024 * 1_024;

    static final int MAX_CONTROL = 125;
    private static final int MAX_EMPTY = 64;

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final boolean client;
    private final int mostPongs;
    private final byte[] header = new byte[MAX_HEADER];
    private int headerFilled;
    private int headerSize = 2;
    private long left;
    private int opcode;
    private int mask;
    private int maskAt;
    private boolean isFragmented;
    private int emptyFrames;
    private final byte[] control = new byte[MAX_CONTROL];
    private int controlFilled;
    private byte[] scratch = new byte[0];
    private final ByteFifo pongs = new ByteFifo();
    private int pongCount;

    WebSocketFrames(boolean client, int mostPongs) {
        this.client = client;
        this.mostPongs = mostPongs;
    }

    void receive(byte[] bytes, int offset, int length, ByteSink above) throws WireException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (left > 0) {
                int count = (int) Math.min(left, end - at);
                left -= count;
                payload(bytes, at, count, above);
                at += count;
                if (left == 0) {
                    frameEnds();
                }
            } else {
                header[headerFilled++] = bytes[at++];
                if (headerFilled == 2) {
                    headerSize = headerSize();
                }
                if (headerFilled == headerSize) {
                    headerFilled = 0;
                    headerSize = 2;
                    frameStarts();
                }
            }
        }
    }

    private int headerSize() throws WireException {
        boolean isMasked = (header[1] & 0x80) != 0;
        if (isMasked == client) {
            throw WireException.violation(
                    client
                            ? "websocket: a masked frame from a server"
                            : "websocket: a frame without mask from a client");
        }
        int size = header[1] & 0x7f;
        return 2 + (size == 127 ? 8 : size == 126 ? 2 : 0) + (isMasked ? 4 : 0);
    }

    private void frameStarts() throws WireException {
        opcode = header[0] & 0x0f;
        boolean isLast = (header[0] & 0x80) != 0;
        if ((header[0] & 0x70) != 0) {
            throw WireException.violation("websocket: reserved bits without an extension");
        }
        left = length();
        checkOpcode(isLast);
        int maskFrom = 2 + ((header[1] & 0x7f) == 127 ? 8 : (header[1] & 0x7f) == 126 ? 2 : 0);
        mask = client ? 0 : readMask(maskFrom);
        maskAt = 0;
        controlFilled = 0;
        if (left > 0) {
            emptyFrames = 0;
        } else if (++emptyFrames > MAX_EMPTY) {
            throw new WireException(
                    WireFault.Kind.FLOOD, "websocket: more than " + MAX_EMPTY + " empty frames");
        } else {
            frameEnds();
        }
    }

    private void checkOpcode(boolean isLast) throws WireException {
        switch (opcode) {
            case CONTINUATION, BINARY -> {
                if (opcode == CONTINUATION != isFragmented) {
                    throw WireException.violation(
                            isFragmented
                                    ? "websocket: a new message within a fragmented one"
                                    : "websocket: a continuation of nothing");
                }
                isFragmented = !isLast;
            }
            case CLOSE, PING, PONG -> {
                if (!isLast || left > MAX_CONTROL) {
                    throw WireException.violation(
                            "websocket: a control frame of " + left + " bytes, or in fragments");
                }
            }
            default ->
                    throw WireException.violation(
                            "websocket: a frame of kind " + opcode + ", expected binary (2)");
        }
    }

    private long length() throws WireException {
        int size = header[1] & 0x7f;
        if (size < 126) {
            return size;
        }
        int bytes = size == 126 ? 2 : 8;
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | (header[2 + i] & 0xff);
        }
        if (length < 0 || length > MAX_FRAME || length < (bytes == 2 ? 126 : 65_536)) {
            throw WireException.violation(
                    "websocket: a frame of "
                            + Long.toUnsignedString(length)
                            + " bytes (at most "
                            + MAX_FRAME
                            + ", in the shortest form)");
        }
        return length;
    }

    /** The mask with its first byte lowest. */
    private int readMask(int at) {
        return (header[at] & 0xff)
                | (header[at + 1] & 0xff) << 8
                | (header[at + 2] & 0xff) << 16
                | (header[at + 3] & 0xff) << 24;
    }

    private void payload(byte[] bytes, int at, int count, ByteSink above) throws WireException {
        if (opcode >= CLOSE) {
            System.arraycopy(bytes, at, control, controlFilled, count);
            apply(mask, maskAt, control, controlFilled, count);
            controlFilled += count;
        } else if (mask == 0) {
            above.accept(bytes, at, count);
            return;
        } else {
            if (scratch.length < count) {
                scratch = new byte[Math.max(count, 4_096)];
            }
            System.arraycopy(bytes, at, scratch, 0, count);
            apply(mask, maskAt, scratch, 0, count);
            above.accept(scratch, 0, count);
        }
        maskAt = (maskAt + count) & 3;
    }

    private void frameEnds() throws WireException {
        if (opcode == PING) {
            if (++pongCount > mostPongs) {
                throw new WireException(
                        WireFault.Kind.FLOOD,
                        "websocket: more than " + mostPongs + " pings without a pause");
            }
            pongs.add(new byte[] {(byte) controlFilled});
            pongs.add(control, 0, controlFilled);
        } else if (opcode == CLOSE) {
            int code = controlFilled < 2 ? 1005 : (control[0] & 0xff) << 8 | (control[1] & 0xff);
            throw new WireException(
                    WireFault.Kind.WENT_AWAY, "the remote closed the websocket with code " + code);
        }
    }

    boolean hasPong() {
        return pongCount > 0;
    }

    /** Writes the next pong at {@code at}; says where it ends. */
    int writePong(byte[] out, int at, int newMask) {
        byte[] size = new byte[1];
        pongs.take(size, 0, 1);
        pongCount--;
        int from = at + 2 + (client ? 4 : 0);
        pongs.take(out, from, size[0]);
        frame(out, from, size[0], PONG, newMask);
        return from + size[0];
    }

    /** Writes a close frame with code 1000 (normal); says where it ends. */
    int writeClose(byte[] out, int at, int newMask) {
        int from = at + 2 + (client ? 4 : 0);
        out[from] = (byte) (1000 >> 8);
        out[from + 1] = (byte) 1000;
        frame(out, from, 2, CLOSE, newMask);
        return from + 2;
    }

    /**
     * Makes {@code out[from, from + length)} a binary frame: writes its header before it (at most
     * {@value #MAX_HEADER} bytes) and masks it.
     *
     * @return where the header begins
     */
    int frameBinary(byte[] out, int from, int length, int newMask) {
        return frame(out, from, length, BINARY, newMask);
    }

    private int frame(byte[] out, int from, int length, int kind, int newMask) {
        int at = from;
        if (client) {
            at -= 4;
            for (int i = 0; i < 4; i++) {
                out[at + i] = (byte) (newMask >>> (8 * i));
            }
            apply(newMask, 0, out, from, length);
        }
        int small = length;
        if (length >= 65_536) {
            small = 127;
            at -= 8;
            for (int i = 0; i < 8; i++) {
                out[at + i] = i < 4 ? 0 : (byte) (length >>> (8 * (7 - i)));
            }
        } else if (length >= 126) {
            small = 126;
            at -= 2;
            out[at] = (byte) (length >> 8);
            out[at + 1] = (byte) length;
        }
        out[at - 1] = (byte) (small | (client ? 0x80 : 0));
        out[at - 2] = (byte) (0x80 | kind);
        return at - 2;
    }

    /** XORs with the mask, whose byte {@code phase} meets the first byte. */
    private static void apply(int mask, int phase, byte[] bytes, int from, int count) {
        int turned = Integer.rotateRight(mask, 8 * phase);
        long twice = (turned & 0xffffffffL) << 32 | (turned & 0xffffffffL);
        int at = from;
        int end = from + count;
        for (; end - at >= 8; at += 8) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
        }
        for (int i = 0; at < end; at++, i++) {
            bytes[at] ^= (byte) (turned >>> (8 * (i & 3)));
        }
    }
}
