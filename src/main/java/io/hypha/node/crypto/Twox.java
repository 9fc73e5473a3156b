package io.hypha.node.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Twox, the hash of Substrate's storage prefixes: XXH64 with seeds 0, 1, 2, 3, each result eight
 * bytes in little endian. It is no cryptographic hash: use it for names that a runtime chose, never
 * for keys that users choose.
 */
public final class Twox {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME_1 = 0x9e37_79b1_85eb_ca87L;
    private static final long PRIME_2 = 0xc2b2_ae3d_27d4_eb4fL;
    private static final long PRIME_3 = 0x1656_67b1_9e37_79f9L;
    private static final long PRIME_4 = 0x85eb_ca77_c2b2_ae63L;
    private static final long PRIME_5 = 0x27d4_eb2f_1656_67c5L;

    private Twox() {}

    /** 8 bytes. */
    public static byte[] hash64(byte[] input) {
        return hash(input, 1);
    }

    /** 16 bytes. */
    public static byte[] hash128(byte[] input) {
        return hash(input, 2);
    }

    /** 32 bytes. */
    public static byte[] hash256(byte[] input) {
        return hash(input, 4);
    }

    private static byte[] hash(byte[] input, int lanes) {
        byte[] out = new byte[8 * lanes];
        for (int seed = 0; seed < lanes; seed++) {
            LONG.set(out, 8 * seed, xxh64(input, seed));
        }
        return out;
    }

    private static long xxh64(byte[] input, long seed) {
        int at = 0;
        long hash;
        if (input.length >= 32) {
            long v1 = seed + PRIME_1 + PRIME_2;
            long v2 = seed + PRIME_2;
            long v3 = seed;
            long v4 = seed - PRIME_1;
            for (; at <= input.length - 32; at += 32) {
                v1 = round(v1, (long) LONG.get(input, at));
                v2 = round(v2, (long) LONG.get(input, at + 8));
                v3 = round(v3, (long) LONG.get(input, at + 16));
                v4 = round(v4, (long) LONG.get(input, at + 24));
            }
            hash =
                    Long.rotateLeft(v1, 1)
                            + Long.rotateLeft(v2, 7)
                            + Long.rotateLeft(v3, 12)
                            + Long.rotateLeft(v4, 18);
            hash = merge(merge(merge(merge(hash, v1), v2), v3), v4);
        } else {
            hash = seed + PRIME_5;
        }
        return avalanche(tail(hash + input.length, input, at));
    }

    private static long tail(long start, byte[] input, int from) {
        long hash = start;
        int at = from;
        for (; at <= input.length - 8; at += 8) {
            hash ^= round(0, (long) LONG.get(input, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (at <= input.length - 4) {
            hash ^= ((int) INT.get(input, at) & 0xffff_ffffL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < input.length; at++) {
            hash ^= (input[at] & 0xff) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long start) {
        long hash = start;
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
