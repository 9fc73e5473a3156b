package io.hypha.node.zstd;

import org.jspecify.annotations.Nullable;

/** The compressed blocks of one frame; each may use the code and the tables of those before it. */
final class Block {

    private static final int MAX_LITERALS = 128 << 10;

    private final byte[] source;
    private final Content content;
    private final Sequences sequences;
    private @Nullable PrefixCode code;
    private byte[] literals = new byte[0];
    private int literalCount;
    private int at;
    private int end;

    Block(byte[] source, Content content) {
        this.source = source;
        this.content = content;
        this.sequences = new Sequences(source, content);
    }

    /** Reads the block of these bytes. */
    void read(int begin, int blockEnd) throws ZstdException {
        at = begin;
        end = blockEnd;
        int before = content.size();
        readLiterals();
        sequences.read(at, end, literals, literalCount);
        if (content.size() - before > MAX_LITERALS) {
            throw new ZstdException("a block has more content than a block may have");
        }
    }

    private void readLiterals() throws ZstdException {
        int first = byteAt(at);
        int kind = first & 3;
        int format = (first >> 2) & 3;
        if (kind < 2) {
            readPlainLiterals(kind == 1, format);
        } else {
            readCodedLiterals(kind == 3, format);
        }
    }

    private int byteAt(int place) throws ZstdException {
        if (place >= end) {
            throw new ZstdException("a block is cut short");
        }
        return source[place] & 0xff;
    }

    private long header(int size) throws ZstdException {
        long header = 0;
        for (int i = 0; i < size; i++) {
            header |= (long) byteAt(at + i) << (8 * i);
        }
        at += size;
        return header;
    }

    private void readPlainLiterals(boolean isOneByte, int format) throws ZstdException {
        long header =
                switch (format) {
                    case 1 -> header(2) >> 4;
                    case 3 -> header(3) >> 4;
                    default -> header(1) >> 3;
                };
        reserve(header);
        if (isOneByte) {
            java.util.Arrays.fill(literals, 0, literalCount, (byte) byteAt(at++));
        } else {
            requireRoom(literalCount);
            System.arraycopy(source, at, literals, 0, literalCount);
            at += literalCount;
        }
    }

    private void reserve(long count) throws ZstdException {
        if (count > MAX_LITERALS) {
            throw new ZstdException(count + " literals in a block are above the limit");
        }
        literalCount = (int) count;
        if (literals.length < literalCount) {
            literals = new byte[literalCount];
        }
    }

    private void requireRoom(long bytes) throws ZstdException {
        if (bytes > end - at) {
            throw new ZstdException("a block is cut short");
        }
    }

    private void readCodedLiterals(boolean isCodeOfBefore, int format) throws ZstdException {
        int width = format < 2 ? 10 : 6 + 4 * format;
        long header = header(format < 2 ? 3 : 2 + format) >> 4;
        reserve(header & ((1L << width) - 1));
        long coded = header >> width;
        requireRoom(coded);
        int codedEnd = at + (int) coded;
        PrefixCode used = code;
        if (!isCodeOfBefore) {
            PrefixCode.Read read = PrefixCode.read(source, at, codedEnd);
            used = read.code();
            code = used;
            at = read.next();
        }
        if (used == null) {
            throw new ZstdException("a block relies on a code of literals that was not there");
        }
        if (format == 0) {
            used.decode(source, at, codedEnd, literals, 0, literalCount);
        } else {
            readFourStreams(used, codedEnd);
        }
        at = codedEnd;
    }

    private void readFourStreams(PrefixCode used, int codedEnd) throws ZstdException {
        if (codedEnd - at < 6) {
            throw new ZstdException("a block is cut short");
        }
        int begin = at + 6;
        int part = (literalCount + 3) >> 2;
        for (int stream = 0; stream < 4; stream++) {
            boolean isLast = stream == 3;
            int size = isLast ? codedEnd - begin : (int) header(2);
            int offset = stream * part;
            int length = isLast ? literalCount - offset : part;
            if (begin + size > codedEnd || length < 0) {
                throw new ZstdException("the streams of literals do not fit into their block");
            }
            used.decode(source, begin, begin + size, literals, offset, length);
            begin += size;
        }
    }
}
