package io.hypha.node.runtime;

import io.hypha.node.crypto.Ecdsa;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Recovers secp256k1 keys with the errors that a Substrate host tells apart. */
final class Secp256k1 {

    private static final int BAD_RS = 0;
    private static final int BAD_V = 1;
    private static final int BAD_SIGNATURE = 2;
    private static final byte[] NONE = new byte[0];
    private static final int HALF = 32;

    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private Secp256k1() {}

    /**
     * @param key 33 bytes, compressed; empty where there is none
     * @param point 64 bytes, x and y; empty where there is none
     * @param error why there is none: {@code EcdsaVerifyError}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Recovered(byte[] key, byte[] point, int error) {
        static Recovered failed(int error) {
            return new Recovered(NONE, NONE, error);
        }
    }

    /**
     * @param mayOverflow whether r and s above the order of the curve are taken modulo the order,
     *     as hosts did at first
     */
    static Recovered recover(byte[] hash, byte[] signature, boolean mayOverflow) {
        int v = signature[2 * HALF] & 0xff;
        if ((v > 26 ? v - 27 : v) > 3) {
            return Recovered.failed(BAD_V);
        }
        byte[] reduced = signature.clone();
        for (int at : new int[] {0, HALF}) {
            BigInteger scalar = new BigInteger(1, Arrays.copyOfRange(signature, at, at + HALF));
            if (scalar.compareTo(ORDER) >= 0) {
                if (!mayOverflow) {
                    return Recovered.failed(BAD_RS);
                }
                write(scalar.mod(ORDER), reduced, at);
            }
        }
        Optional<byte[]> key = Ecdsa.recoverFromHash(hash, reduced);
        return key.map(found -> new Recovered(found, Ecdsa.decompress(found), 0))
                .orElseGet(() -> Recovered.failed(BAD_SIGNATURE));
    }

    private static void write(BigInteger value, byte[] target, int offset) {
        for (int i = 0; i < HALF; i++) {
            target[offset + HALF - 1 - i] = value.shiftRight(8 * i).byteValue();
        }
    }
}
