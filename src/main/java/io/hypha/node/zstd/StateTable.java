package io.hypha.node.zstd;

import java.util.Arrays;

/**
 * A table of finite state entropy: each state stands for a symbol and says how many bits lead to
 * the next one.
 */
final class StateTable {

    private static final int LEAST_ACCURACY = 5;

    private final int accuracy;
    private final byte[] symbols;
    private final byte[] bits;
    private final int[] bases;

    private StateTable(int accuracy, byte[] symbols, byte[] bits, int[] bases) {
        this.accuracy = accuracy;
        this.symbols = symbols;
        this.bits = bits;
        this.bases = bases;
    }

    /** A table read from a stream, and where the stream goes on. */
    record Read(StateTable table, int next) {}

    /** The table that only knows one symbol. */
    static StateTable single(int symbol) {
        return new StateTable(0, new byte[] {(byte) symbol}, new byte[1], new int[1]);
    }

    /**
     * @param chances of each symbol out of 2^accuracy; -1 is less than one
     */
    static StateTable of(int accuracy, int... chances) throws ZstdException {
        int size = 1 << accuracy;
        byte[] symbols = new byte[size];
        int[] next = new int[chances.length];
        int high = size - 1;
        for (int symbol = 0; symbol < chances.length; symbol++) {
            if (chances[symbol] == -1) {
                symbols[high--] = (byte) symbol;
            }
            next[symbol] = Math.abs(chances[symbol]);
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int place = 0;
        for (int symbol = 0; symbol < chances.length; symbol++) {
            for (int i = 0; i < chances[symbol]; i++) {
                symbols[place] = (byte) symbol;
                do {
                    place = (place + step) & (size - 1);
                } while (place > high);
            }
        }
        if (place != 0) {
            throw new ZstdException("a table of chances does not fill its states");
        }
        byte[] bits = new byte[size];
        int[] bases = new int[size];
        for (int state = 0; state < size; state++) {
            int number = next[symbols[state]]++;
            int count = accuracy - (31 - Integer.numberOfLeadingZeros(number));
            bits[state] = (byte) count;
            bases[state] = (number << count) - size;
        }
        return new StateTable(accuracy, symbols, bits, bases);
    }

    /** Reads the chances of symbols, which begin at a byte and end before one. */
    static Read read(byte[] source, int begin, int end, int maxAccuracy, int maxSymbol)
            throws ZstdException {
        ForwardBits in = new ForwardBits(source, begin, end);
        int accuracy = in.read(4) + LEAST_ACCURACY;
        if (accuracy > maxAccuracy) {
            throw new ZstdException("a table of chances is too fine");
        }
        int[] chances = new int[maxSymbol + 1];
        int remaining = 1 << accuracy;
        int symbol = 0;
        while (remaining > 0 && symbol <= maxSymbol) {
            int chance = readChance(in, remaining);
            remaining -= Math.abs(chance);
            chances[symbol++] = chance;
            if (chance == 0) {
                int more;
                do {
                    more = in.read(2);
                    symbol += more;
                } while (more == 3 && symbol <= maxSymbol);
            }
        }
        if (remaining != 0 || symbol > maxSymbol + 1) {
            throw new ZstdException("the chances of symbols do not add up");
        }
        return new Read(of(accuracy, Arrays.copyOf(chances, symbol)), in.nextByte());
    }

    /** A number 0..remaining + 1 of as few bits as suffice, less one. */
    private static int readChance(ForwardBits in, int remaining) throws ZstdException {
        int bits = 32 - Integer.numberOfLeadingZeros(remaining + 1);
        int value = in.read(bits);
        int low = value & ((1 << (bits - 1)) - 1);
        int threshold = (1 << bits) - 2 - remaining;
        if (low < threshold) {
            in.unread();
            return low - 1;
        }
        return (value >= 1 << (bits - 1) ? value - threshold : value) - 1;
    }

    int first(BackwardBits in) {
        return (int) in.read(accuracy);
    }

    int symbol(int state) {
        return symbols[state];
    }

    int next(int state, BackwardBits in) {
        return bases[state] + (int) in.read(bits[state]);
    }

    /** Bits that lead to the state after this one. */
    int bitsToNext(int state) {
        return bits[state];
    }
}
