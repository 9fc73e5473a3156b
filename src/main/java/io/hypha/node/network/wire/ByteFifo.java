package io.hypha.node.network.wire;

import java.util.Arrays;

/** Bytes in the order they came. The caller bounds how many. */
final class ByteFifo {

    private static final byte[] NONE = new byte[0];
    private static final int SMALLEST = 256;

    private byte[] bytes = NONE;
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return end == start;
    }

    void add(byte[] from) {
        add(from, 0, from.length);
    }

    void add(byte[] from, int offset, int length) {
        if (bytes.length - end < length) {
            makeRoom(length);
        }
        System.arraycopy(from, offset, bytes, end, length);
        end += length;
    }

    private void makeRoom(int length) {
        int size = size();
        int needed = Math.addExact(size, length);
        if (needed > bytes.length / 2) {
            byte[] larger = new byte[Math.max(SMALLEST, Math.max(needed, 2 * bytes.length))];
            System.arraycopy(bytes, start, larger, 0, size);
            bytes = larger;
        } else {
            System.arraycopy(bytes, start, bytes, 0, size);
        }
        start = 0;
        end = size;
    }

    /** Moves up to {@code length} bytes into {@code to}; says how many. */
    int take(byte[] to, int offset, int length) {
        int count = Math.min(length, size());
        System.arraycopy(bytes, start, to, offset, count);
        start += count;
        if (start == end) {
            clear();
        }
        return count;
    }

    byte[] takeAll() {
        byte[] all = Arrays.copyOfRange(bytes, start, end);
        clear();
        return all;
    }

    /** Forgets all; the array serves again. */
    void clear() {
        start = 0;
        end = 0;
    }
}
