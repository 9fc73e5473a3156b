package io.hypha.node.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * BLAKE3 with 32 bytes of output and without a key, the hash of RFC-78's merkleized metadata.
 *
 * <p>Source of the rules: the BLAKE3 paper, section 2. Input is cut into chunks of 1024 bytes,
 * chunks into blocks of 64; chaining values of chunks are joined in a binary tree whose left side
 * is always full.
 */
public final class Blake3 {

    private static final int BLOCK = 64;
    private static final int CHUNK = 1024;

    private static final int CHUNK_START = 1;
    private static final int CHUNK_END = 2;
    private static final int PARENT = 4;
    private static final int ROOT = 8;

    private static final int[] IV = {
        0x6a09e667,
        0xbb67ae85,
        0x3c6ef372,
        0xa54ff53a,
        0x510e527f,
        0x9b05688c,
        0x1f83d9ab,
        0x5be0cd19
    };

    /** Places of the message words in each of the seven rounds. */
    private static final byte[][] SCHEDULE = schedule();

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] input;
    private final int[] words = new int[16];
    private final int[] state = new int[16];
    private final byte[] lastBlock = new byte[BLOCK];

    private Blake3(byte[] input) {
        this.input = input;
    }

    public static byte[] hash256(byte[] input) {
        int[] root = new Blake3(input).node(0, input.length, ROOT);
        byte[] out = new byte[32];
        for (int i = 0; i < 8; i++) {
            INT.set(out, 4 * i, root[i]);
        }
        return out;
    }

    /** The chaining value over {@code input[from, to)}; the root differs by its flag. */
    private int[] node(int from, int to, int flags) {
        if (to - from <= CHUNK) {
            return chunk(from, to, flags);
        }
        int chunks = (to - from - 1) / CHUNK;
        int middle = from + Integer.highestOneBit(chunks) * CHUNK;
        int[] left = node(from, middle, 0);
        int[] right = node(middle, to, 0);
        int[] value = IV.clone();
        System.arraycopy(left, 0, words, 0, 8);
        System.arraycopy(right, 0, words, 8, 8);
        compress(value, 0, BLOCK, PARENT | flags);
        return value;
    }

    private int[] chunk(int from, int to, int flags) {
        int[] value = IV.clone();
        long counter = from / CHUNK;
        int at = from;
        int start = CHUNK_START;
        while (to - at > BLOCK) {
            load(input, at);
            compress(value, counter, BLOCK, start);
            start = 0;
            at += BLOCK;
        }
        Arrays.fill(lastBlock, (byte) 0);
        System.arraycopy(input, at, lastBlock, 0, to - at);
        load(lastBlock, 0);
        compress(value, counter, to - at, start | CHUNK_END | flags);
        return value;
    }

    private void load(byte[] from, int at) {
        for (int i = 0; i < 16; i++) {
            words[i] = (int) INT.get(from, at + 4 * i);
        }
    }

    /** Replaces the chaining value by that after {@link #words}. */
    private void compress(int[] value, long counter, int length, int flags) {
        int[] v = state;
        System.arraycopy(value, 0, v, 0, 8);
        System.arraycopy(IV, 0, v, 8, 4);
        v[12] = (int) counter;
        v[13] = (int) (counter >>> 32);
        v[14] = length;
        v[15] = flags;
        for (byte[] order : SCHEDULE) {
            mix(v, 0, 4, 8, 12, words[order[0]], words[order[1]]);
            mix(v, 1, 5, 9, 13, words[order[2]], words[order[3]]);
            mix(v, 2, 6, 10, 14, words[order[4]], words[order[5]]);
            mix(v, 3, 7, 11, 15, words[order[6]], words[order[7]]);
            mix(v, 0, 5, 10, 15, words[order[8]], words[order[9]]);
            mix(v, 1, 6, 11, 12, words[order[10]], words[order[11]]);
            mix(v, 2, 7, 8, 13, words[order[12]], words[order[13]]);
            mix(v, 3, 4, 9, 14, words[order[14]], words[order[15]]);
        }
        for (int i = 0; i < 8; i++) {
            value[i] = v[i] ^ v[i + 8];
        }
    }

    private static void mix(int[] v, int a, int b, int c, int d, int x, int y) {
        int va = v[a] + v[b] + x;
        int vd = Integer.rotateRight(v[d] ^ va, 16);
        int vc = v[c] + vd;
        int vb = Integer.rotateRight(v[b] ^ vc, 12);
        va += vb + y;
        vd = Integer.rotateRight(vd ^ va, 8);
        vc += vd;
        v[a] = va;
        v[b] = Integer.rotateRight(vb ^ vc, 7);
        v[c] = vc;
        v[d] = vd;
    }

    private static byte[][] schedule() {
        byte[] permutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
        byte[][] rounds = new byte[7][16];
        for (int i = 0; i < 16; i++) {
            rounds[0][i] = (byte) i;
        }
        for (int round = 1; round < 7; round++) {
            for (int i = 0; i < 16; i++) {
                rounds[round][i] = rounds[round - 1][permutation[i]];
            }
        }
        return rounds;
    }
}
