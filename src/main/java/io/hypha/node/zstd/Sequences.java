package io.hypha.node.zstd;

import org.jspecify.annotations.Nullable;

/** The sequences of a block: so many literals, then a match so far back. */
final class Sequences {

    private static final int[] LITERAL_BASES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48,
        64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10,
        11, 12, 13, 14, 15, 16
    };
    private static final int[] MATCH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
        28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027,
        2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int[] LITERAL_CHANCES = {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
        1, -1, -1, -1, -1
    };
    private static final int[] MATCH_CHANCES = {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    };
    private static final int[] OFFSET_CHANCES = {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
    };
    private static final int MAX_OFFSET_CODE = 31;

    /** What one of the three tables may be. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Kind(int maxAccuracy, int maxSymbol, int accuracy, int[] chances) {}

    private static final Kind LITERALS = new Kind(9, 35, 6, LITERAL_CHANCES);
    private static final Kind OFFSETS = new Kind(8, MAX_OFFSET_CODE, 5, OFFSET_CHANCES);
    private static final Kind MATCHES = new Kind(9, 52, 6, MATCH_CHANCES);

    private final byte[] source;
    private final Content content;
    private @Nullable StateTable literalTable;
    private @Nullable StateTable offsetTable;
    private @Nullable StateTable matchTable;
    private long last = 1;
    private long second = 4;
    private long third = 8;
    private int at;
    private int end;

    Sequences(byte[] source, Content content) {
        this.source = source;
        this.content = content;
    }

    void read(int begin, int blockEnd, byte[] literals, int literalCount) throws ZstdException {
        at = begin;
        end = blockEnd;
        int count = readCount();
        if (count == 0) {
            if (at != end) {
                throw new ZstdException("a block goes on after its literals");
            }
            content.append(literals, 0, literalCount);
            return;
        }
        int modes = next();
        if ((modes & 3) != 0) {
            throw new ZstdException("a reserved bit of a block is set");
        }
        StateTable lengths = table(modes >> 6, LITERALS, literalTable);
        literalTable = lengths;
        StateTable offsets = table((modes >> 4) & 3, OFFSETS, offsetTable);
        offsetTable = offsets;
        StateTable matches = table((modes >> 2) & 3, MATCHES, matchTable);
        matchTable = matches;
        execute(count, lengths, offsets, matches, literals, literalCount);
    }

    private int next() throws ZstdException {
        if (at >= end) {
            throw new ZstdException("a block is cut short");
        }
        return source[at++] & 0xff;
    }

    private int readCount() throws ZstdException {
        int first = next();
        if (first < 128) {
            return first;
        }
        return first < 255 ? ((first - 128) << 8) + next() : next() + (next() << 8) + 0x7f00;
    }

    private StateTable table(int mode, Kind kind, @Nullable StateTable before)
            throws ZstdException {
        return switch (mode) {
            case 0 -> StateTable.of(kind.accuracy(), kind.chances());
            case 1 -> {
                int symbol = next();
                if (symbol > kind.maxSymbol()) {
                    throw new ZstdException("symbol " + symbol + " of a sequence is unknown");
                }
                yield StateTable.single(symbol);
            }
            case 2 -> {
                StateTable.Read read =
                        StateTable.read(source, at, end, kind.maxAccuracy(), kind.maxSymbol());
                at = read.next();
                yield read.table();
            }
            default -> {
                if (before == null) {
                    throw new ZstdException("a block relies on a table that was not there");
                }
                yield before;
            }
        };
    }

    private void execute(
            int count,
            StateTable lengths,
            StateTable offsets,
            StateTable matches,
            byte[] literals,
            int literalCount)
            throws ZstdException {
        BackwardBits in = new BackwardBits(source, at, end);
        int lengthState = lengths.first(in);
        int offsetState = offsets.first(in);
        int matchState = matches.first(in);
        int used = 0;
        for (int i = 0; i < count; i++) {
            int offsetCode = offsets.symbol(offsetState);
            long offset = (1L << offsetCode) + in.read(offsetCode);
            int matchCode = matches.symbol(matchState);
            int match = MATCH_BASES[matchCode] + (int) in.read(MATCH_BITS[matchCode]);
            int lengthCode = lengths.symbol(lengthState);
            int length = LITERAL_BASES[lengthCode] + (int) in.read(LITERAL_BITS[lengthCode]);
            if (i < count - 1) {
                lengthState = lengths.next(lengthState, in);
                matchState = matches.next(matchState, in);
                offsetState = offsets.next(offsetState, in);
            }
            if (in.left() < 0 || length > literalCount - used) {
                throw new ZstdException("a block has fewer bits or literals than its sequences");
            }
            content.append(literals, used, length);
            used += length;
            content.repeat(distance(offset, length), match);
        }
        if (in.left() != 0) {
            throw new ZstdException("a block has more bits than its sequences");
        }
        content.append(literals, used, literalCount - used);
    }

    /**
     * How far back: offsets 1 to 3 stand for the last ones, otherwise counted after no literals.
     */
    private long distance(long offset, int literals) {
        long which = offset > 3 ? 4 : offset + (literals == 0 ? 1 : 0);
        long distance;
        if (offset > 3) {
            distance = offset - 3;
        } else if (which == 1) {
            return last;
        } else if (which == 2) {
            distance = second;
            second = last;
            last = distance;
            return distance;
        } else {
            distance = which == 3 ? third : last - 1;
        }
        third = second;
        second = last;
        last = distance;
        return distance;
    }
}
