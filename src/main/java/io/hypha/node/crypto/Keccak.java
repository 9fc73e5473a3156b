package io.hypha.node.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Keccak-f[1600] and the hashes Keccak-256 and Keccak-512 as Ethereum uses them (padding 0x01, not
 * SHA-3's 0x06).
 */
public final class Keccak {

    /** Lanes of the state. */
    static final int LANES = 25;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int RATE_256 = 136;
    private static final int RATE_512 = 72;

    private static final long[] ROUND_CONSTANTS = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L,
        0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
        0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L,
    };

    /** Where the walk of ρ and π goes next, and how far it turns the lane. */
    private static final int[] PI_LANES = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private static final int[] RHO_TURNS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };

    private Keccak() {}

    /** 32 bytes. */
    public static byte[] hash256(byte[] input) {
        return hash(input, RATE_256, 32);
    }

    /** 64 bytes. */
    public static byte[] hash512(byte[] input) {
        return hash(input, RATE_512, 64);
    }

    private static byte[] hash(byte[] input, int rate, int size) {
        long[] state = new long[LANES];
        int at = 0;
        for (; at + rate <= input.length; at += rate) {
            absorb(state, input, at, rate);
            permute(state);
        }
        byte[] last = new byte[rate];
        System.arraycopy(input, at, last, 0, input.length - at);
        last[input.length - at] = 1;
        last[rate - 1] |= (byte) 0x80;
        absorb(state, last, 0, rate);
        permute(state);
        byte[] out = new byte[size];
        for (int i = 0; i < size / 8; i++) {
            LONG.set(out, 8 * i, state[i]);
        }
        return out;
    }

    private static void absorb(long[] state, byte[] block, int offset, int rate) {
        for (int i = 0; i < rate / 8; i++) {
            state[i] ^= (long) LONG.get(block, offset + 8 * i);
        }
    }

    /** Keccak-f[1600] in place on 25 lanes. */
    static void permute(long[] state) {
        long[] column = new long[5];
        for (long constant : ROUND_CONSTANTS) {
            theta(state, column);
            long moved = state[1];
            for (int i = 0; i < 24; i++) {
                int lane = PI_LANES[i];
                long next = state[lane];
                state[lane] = Long.rotateLeft(moved, RHO_TURNS[i]);
                moved = next;
            }
            chi(state, column);
            state[0] ^= constant;
        }
    }

    private static void theta(long[] state, long[] column) {
        for (int x = 0; x < 5; x++) {
            column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }
        for (int x = 0; x < 5; x++) {
            long mix = column[(x + 4) % 5] ^ Long.rotateLeft(column[(x + 1) % 5], 1);
            for (int y = 0; y < LANES; y += 5) {
                state[x + y] ^= mix;
            }
        }
    }

    private static void chi(long[] state, long[] row) {
        for (int y = 0; y < LANES; y += 5) {
            System.arraycopy(state, y, row, 0, 5);
            for (int x = 0; x < 5; x++) {
                state[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
