package io.hypha.node.network.wire;

/**
 * The figures of yamux (hashicorp/yamux spec.md): a 12-byte header, all numbers big-endian. The
 * last number is the size of data, the widening of a window, a ping's opaque or a code.
 */
final class YamuxFrame {

    static final int INITIAL_WINDOW = 262_144;
    static final int HEADER = 12;

    static final int DATA = 0;
    static final int WINDOW = 1;
    static final int PING = 2;
    static final int GO_AWAY = 3;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    private YamuxFrame() {}

    static int readInt(byte[] bytes, int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    private static void writeInt(byte[] out, int at, int value) {
        out[at] = (byte) (value >> 24);
        out[at + 1] = (byte) (value >> 16);
        out[at + 2] = (byte) (value >> 8);
        out[at + 3] = (byte) value;
    }

    /** Writes a header at {@code at}; says where it ends. */
    static int write(byte[] out, int at, int type, int flags, int stream, int length) {
        out[at] = 0;
        out[at + 1] = (byte) type;
        out[at + 2] = (byte) (flags >> 8);
        out[at + 3] = (byte) flags;
        writeInt(out, at + 4, stream);
        writeInt(out, at + 8, length);
        return at + HEADER;
    }
}
