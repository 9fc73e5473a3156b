package io.hypha.node.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The chaining value of BLAKE2b and its compression function. The sixteen words of the working
 * vector are local variables; the message words lie in an array of a size that the compiler knows,
 * so that the permuted reads need no range check. Unrolling the rounds was tried and is slower: too
 * many values live at once.
 */
final class Blake2bState {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long IV0 = 0x6a09e667f3bcc908L;
    private static final long IV1 = 0xbb67ae8584caa73bL;
    private static final long IV2 = 0x3c6ef372fe94f82bL;
    private static final long IV3 = 0xa54ff53a5f1d36f1L;
    private static final long IV4 = 0x510e527fade682d1L;
    private static final long IV5 = 0x9b05688c2b3e6c1fL;
    private static final long IV6 = 0x1f83d9abfb41bd6bL;
    private static final long IV7 = 0x5be0cd19137e2179L;

    /** Indices of the message words, sixteen for each of the twelve rounds. */
    private static final byte[] ORDER = order();

    private long h0 = IV0;
    private long h1 = IV1;
    private long h2 = IV2;
    private long h3 = IV3;
    private long h4 = IV4;
    private long h5 = IV5;
    private long h6 = IV6;
    private long h7 = IV7;

    private Blake2bState() {}

    /** The parameter block without salt, personalization and tree. */
    static Blake2bState start(int outputSize, int keySize) {
        Blake2bState state = new Blake2bState();
        state.h0 ^= 0x0101_0000L ^ (long) keySize << 8 ^ outputSize;
        return state;
    }

    /** {@code total} counts the bytes up to the end of this block, padding left out. */
    @SuppressWarnings(
            "AssignmentExpression") // the statements one by one would hide the shape of the round
    void compress(byte[] block, int offset, long total, boolean isLast) {
        long v0 = h0;
        long v1 = h1;
        long v2 = h2;
        long v3 = h3;
        long v4 = h4;
        long v5 = h5;
        long v6 = h6;
        long v7 = h7;
        long v8 = IV0;
        long v9 = IV1;
        long v10 = IV2;
        long v11 = IV3;
        long v12 = IV4 ^ total;
        long v13 = IV5;
        long v14 = isLast ? ~IV6 : IV6;
        long v15 = IV7;
        long[] m = new long[16];
        for (int i = 0; i < 16; i++) {
            m[i] = (long) LONG.get(block, offset + 8 * i);
        }
        for (int round = 0; round < 192; round += 16) {
            // a line is half of the mixing G: a += b + m; d = (d ^ a) >>> r; c += d; b = (b ^ c)
            // >>> r
            v4 = turn(v4 ^ (v8 += v12 = turn(v12 ^ (v0 += v4 + word(m, round)), 32)), 24);
            v4 = turn(v4 ^ (v8 += v12 = turn(v12 ^ (v0 += v4 + word(m, round + 1)), 16)), 63);
            v5 = turn(v5 ^ (v9 += v13 = turn(v13 ^ (v1 += v5 + word(m, round + 2)), 32)), 24);
            v5 = turn(v5 ^ (v9 += v13 = turn(v13 ^ (v1 += v5 + word(m, round + 3)), 16)), 63);
            v6 = turn(v6 ^ (v10 += v14 = turn(v14 ^ (v2 += v6 + word(m, round + 4)), 32)), 24);
            v6 = turn(v6 ^ (v10 += v14 = turn(v14 ^ (v2 += v6 + word(m, round + 5)), 16)), 63);
            v7 = turn(v7 ^ (v11 += v15 = turn(v15 ^ (v3 += v7 + word(m, round + 6)), 32)), 24);
            v7 = turn(v7 ^ (v11 += v15 = turn(v15 ^ (v3 += v7 + word(m, round + 7)), 16)), 63);
            v5 = turn(v5 ^ (v10 += v15 = turn(v15 ^ (v0 += v5 + word(m, round + 8)), 32)), 24);
            v5 = turn(v5 ^ (v10 += v15 = turn(v15 ^ (v0 += v5 + word(m, round + 9)), 16)), 63);
            v6 = turn(v6 ^ (v11 += v12 = turn(v12 ^ (v1 += v6 + word(m, round + 10)), 32)), 24);
            v6 = turn(v6 ^ (v11 += v12 = turn(v12 ^ (v1 += v6 + word(m, round + 11)), 16)), 63);
            v7 = turn(v7 ^ (v8 += v13 = turn(v13 ^ (v2 += v7 + word(m, round + 12)), 32)), 24);
            v7 = turn(v7 ^ (v8 += v13 = turn(v13 ^ (v2 += v7 + word(m, round + 13)), 16)), 63);
            v4 = turn(v4 ^ (v9 += v14 = turn(v14 ^ (v3 += v4 + word(m, round + 14)), 32)), 24);
            v4 = turn(v4 ^ (v9 += v14 = turn(v14 ^ (v3 += v4 + word(m, round + 15)), 16)), 63);
        }
        h0 ^= v0 ^ v8;
        h1 ^= v1 ^ v9;
        h2 ^= v2 ^ v10;
        h3 ^= v3 ^ v11;
        h4 ^= v4 ^ v12;
        h5 ^= v5 ^ v13;
        h6 ^= v6 ^ v14;
        h7 ^= v7 ^ v15;
    }

    byte[] digest(int size) {
        byte[] out = new byte[64];
        LONG.set(out, 0, h0);
        LONG.set(out, 8, h1);
        LONG.set(out, 16, h2);
        LONG.set(out, 24, h3);
        LONG.set(out, 32, h4);
        LONG.set(out, 40, h5);
        LONG.set(out, 48, h6);
        LONG.set(out, 56, h7);
        return Arrays.copyOf(out, size);
    }

    private static long turn(long value, int bits) {
        return Long.rotateRight(value, bits);
    }

    private static long word(long[] m, int index) {
        return m[ORDER[index] & 15];
    }

    private static byte[] order() {
        String permutations =
                "0123456789abcdef"
                        + "ea489fd61c02b753"
                        + "b8c052fdae367194"
                        + "7931dcbe265a40f8"
                        + "905724afe1bc683d"
                        + "2c6a0b834d75fe19"
                        + "c51fed4a0763928b"
                        + "db7ec13950f4862a"
                        + "6fe9b308c2d714a5"
                        + "a2847615fb9e3cd0";
        byte[] order = new byte[192];
        for (int i = 0; i < order.length; i++) {
            // rounds 10 and 11 start over
            order[i] = (byte) Character.digit(permutations.charAt(i % permutations.length()), 16);
        }
        return order;
    }
}
