package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.io.ByteArrayOutputStream;

/** Unsigned LEB128 as multiformats use it: shortest form only; here 0..2^28-1 (four bytes). */
final class Varint {

    static final int MAX_SIZE = 4;

    private Varint() {}

    /** The number at {@code at}, or -1 when it is cut off, longer than needed or too long. */
    static long read(Bytes bytes, int at) {
        int value = 0;
        for (int i = 0; i < MAX_SIZE && at + i < bytes.size(); i++) {
            int b = bytes.unsignedAt(at + i);
            value |= (b & 0x7f) << (7 * i);
            if (b < 0x80) {
                return b == 0 && i > 0 ? -1 : value;
            }
        }
        return -1;
    }

    static int size(int value) {
        int size = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    static void write(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
