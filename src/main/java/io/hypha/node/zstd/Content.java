package io.hypha.node.zstd;

import java.util.Arrays;

/** What was decompressed so far; grows up to a limit. */
final class Content {

    private static final int FIRST = 64 << 10;

    private final int limit;
    private byte[] bytes = new byte[0];
    private int size;
    private int frameBegin;

    Content(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    /** Offsets of matches do not reach before this place. */
    void beginFrame() {
        frameBegin = size;
    }

    /** Makes room for what a frame claims to hold. */
    void expect(long more) throws ZstdException {
        if (more < 0 || more > limit - size) {
            throw tooLarge();
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) (size + more));
        }
    }

    private ZstdException tooLarge() {
        return new ZstdException("the content is above the limit of " + limit + " bytes");
    }

    private void reserve(int more) throws ZstdException {
        if (more > limit - size) {
            throw tooLarge();
        }
        if (size + more > bytes.length) {
            long doubled = Math.max(FIRST, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(size + more, doubled)));
        }
    }

    void append(byte[] source, int offset, int length) throws ZstdException {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void fill(int value, int length) throws ZstdException {
        reserve(length);
        Arrays.fill(bytes, size, size + length, (byte) value);
        size += length;
    }

    /** Repeats what lies {@code offset} bytes back; the copy may overlap itself. */
    void repeat(long offset, int length) throws ZstdException {
        if (offset < 1 || offset > size - frameBegin) {
            throw new ZstdException("a match begins before the frame");
        }
        reserve(length);
        int from = size - (int) offset;
        if (offset >= length) {
            System.arraycopy(bytes, from, bytes, size, length);
        } else {
            for (int i = 0; i < length; i++) {
                bytes[size + i] = bytes[from + i];
            }
        }
        size += length;
    }

    byte[] slice(int from) {
        return Arrays.copyOfRange(bytes, from, size);
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
