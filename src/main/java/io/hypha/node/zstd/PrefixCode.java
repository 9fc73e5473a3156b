package io.hypha.node.zstd;

/** A Huffman code of literals. */
final class PrefixCode {

    private static final int MAX_BITS = 11;
    private static final int MAX_SYMBOLS = 256;
    private static final int MAX_WEIGHT_ACCURACY = 6;
    private static final int PLAIN = 128;

    private final int maxBits;
    private final byte[] symbols;
    private final byte[] lengths;

    private PrefixCode(int maxBits, byte[] symbols, byte[] lengths) {
        this.maxBits = maxBits;
        this.symbols = symbols;
        this.lengths = lengths;
    }

    /** A code read from a block, and where the block goes on. */
    record Read(PrefixCode code, int next) {}

    static Read read(byte[] source, int begin, int end) throws ZstdException {
        if (begin >= end) {
            throw new ZstdException("a code of literals is cut short");
        }
        int header = source[begin] & 0xff;
        int size = header < PLAIN ? header : (header - PLAIN + 2) >> 1;
        int next = begin + 1 + size;
        if (next > end) {
            throw new ZstdException("a code of literals is cut short");
        }
        byte[] weights = new byte[MAX_SYMBOLS];
        int count =
                header < PLAIN
                        ? readWeights(source, begin + 1, next, weights)
                        : copyWeights(source, begin + 1, header - PLAIN + 1, weights);
        return new Read(of(weights, count), next);
    }

    private static int copyWeights(byte[] source, int begin, int count, byte[] weights) {
        for (int i = 0; i < count; i++) {
            int pair = source[begin + (i >> 1)];
            weights[i] = (byte) ((i & 1) == 0 ? (pair >> 4) & 0xf : pair & 0xf);
        }
        return count;
    }

    /** Two states take turns until the bits are used up. */
    private static int readWeights(byte[] source, int begin, int end, byte[] weights)
            throws ZstdException {
        StateTable.Read read =
                StateTable.read(source, begin, end, MAX_WEIGHT_ACCURACY, MAX_BITS + 1);
        StateTable table = read.table();
        BackwardBits in = new BackwardBits(source, read.next(), end);
        int state = table.first(in);
        int other = table.first(in);
        int count = 0;
        while (true) {
            if (count > MAX_SYMBOLS - 3) {
                throw new ZstdException("a code of literals has too many symbols");
            }
            weights[count++] = (byte) table.symbol(state);
            if (in.left() < table.bitsToNext(state)) {
                weights[count++] = (byte) table.symbol(other);
                return count;
            }
            int next = table.next(state, in);
            state = other;
            other = next;
        }
    }

    /** The weight of the last symbol is what the others leave. */
    private static PrefixCode of(byte[] weights, int count) throws ZstdException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
        }
        int maxBits = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << maxBits) - sum;
        if (sum == 0 || maxBits > MAX_BITS || Integer.bitCount(rest) != 1) {
            throw new ZstdException("the weights of a code of literals do not add up");
        }
        weights[count] = (byte) (Integer.numberOfTrailingZeros(rest) + 1);
        byte[] symbols = new byte[1 << maxBits];
        byte[] lengths = new byte[1 << maxBits];
        int at = 0;
        for (int weight = 1; weight <= maxBits; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                for (int i = 0; weights[symbol] == weight && i < 1 << (weight - 1); i++) {
                    symbols[at] = (byte) symbol;
                    lengths[at++] = (byte) (maxBits + 1 - weight);
                }
            }
        }
        return new PrefixCode(maxBits, symbols, lengths);
    }

    /** Reads exactly {@code length} symbols from exactly these bits. */
    void decode(byte[] source, int begin, int end, byte[] target, int offset, int length)
            throws ZstdException {
        BackwardBits in = new BackwardBits(source, begin, end);
        for (int i = 0; i < length; i++) {
            int entry = in.peek(maxBits);
            target[offset + i] = symbols[entry];
            in.skip(lengths[entry]);
        }
        if (in.left() != 0) {
            throw new ZstdException("a stream of literals has another length than it should");
        }
    }
}
