package io.hypha.node.zstd;

/** Bits from the lowest of the first byte on. */
final class ForwardBits {

    private final byte[] source;
    private final long end;
    private long at;

    ForwardBits(byte[] source, int begin, int end) {
        this.source = source;
        this.at = 8L * begin;
        this.end = 8L * end;
    }

    int read(int count) throws ZstdException {
        if (at + count > end) {
            throw new ZstdException("a table is cut short");
        }
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            value |= ((source[(int) (at >>> 3)] >>> (int) (at & 7)) & 1) << i;
        }
        return value;
    }

    /** Gives the last bit back. */
    void unread() {
        at--;
    }

    /** The first byte that no bit was read of. */
    int nextByte() {
        return (int) ((at + 7) >>> 3);
    }
}
