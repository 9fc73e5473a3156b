package io.hypha.node.crypto;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Arrays;

/**
 * BLAKE2b (RFC 7693) in the output lengths that Substrate uses. One shot over arrays: every node of
 * a trie and every header passes here, so nothing is copied or allocated but the result and the
 * state.
 */
public final class Blake2b {

    /** Bytes of one block of the compression function. */
    static final int BLOCK = 128;

    private static final int MAX_KEY = 64;
    private static final int MAX_OUTPUT = 64;

    private Blake2b() {}

    public static Hash256 hash256(Bytes input) {
        return Hash256.of(hash256(input.toArray()));
    }

    public static byte[] hash256(byte[] input) {
        return hash(32, input, 0, input.length);
    }

    public static byte[] hash256(byte[] input, int offset, int length) {
        return hash(32, input, offset, length);
    }

    public static byte[] hash128(byte[] input) {
        return hash(16, input, 0, input.length);
    }

    public static byte[] hash512(byte[] input) {
        return hash(64, input, 0, input.length);
    }

    /**
     * The keyed hash of RFC 7693.
     *
     * @throws IllegalArgumentException when the size is not 1..64 or the key is longer than 64
     *     bytes
     */
    public static byte[] keyed(int size, byte[] key, byte[] input) {
        if (size < 1 || size > MAX_OUTPUT || key.length > MAX_KEY) {
            throw new IllegalArgumentException(
                    "BLAKE2b makes 1..64 bytes with a key of 0..64, was "
                            + size
                            + " with "
                            + key.length);
        }
        if (key.length == 0) {
            return hash(size, input, 0, input.length);
        }
        byte[] padded = Arrays.copyOf(key, BLOCK + input.length);
        System.arraycopy(input, 0, padded, BLOCK, input.length);
        return finish(Blake2bState.start(size, key.length), size, padded, 0, padded.length);
    }

    private static byte[] hash(int size, byte[] input, int offset, int length) {
        if (offset < 0 || length < 0 || offset > input.length - length) {
            throw new IndexOutOfBoundsException(offset + " + " + length + " of " + input.length);
        }
        return finish(Blake2bState.start(size, 0), size, input, offset, length);
    }

    private static byte[] finish(
            Blake2bState state, int size, byte[] input, int offset, int length) {
        int at = 0;
        // the last block, full or not, waits for its flag
        for (; length - at > BLOCK; at += BLOCK) {
            state.compress(input, offset + at, at + BLOCK, false);
        }
        if (length - at == BLOCK) {
            state.compress(input, offset + at, length, true);
        } else {
            byte[] last = new byte[BLOCK];
            System.arraycopy(input, offset + at, last, 0, length - at);
            state.compress(last, 0, length, true);
        }
        return state.digest(size);
    }
}
