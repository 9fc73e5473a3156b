package io.hypha.node.crypto;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** BLAKE2b (RFC 7693) in the output lengths that Substrate uses. */
public final class Blake2b {

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

    private static byte[] hash(int size, byte[] input, int offset, int length) {
        Blake2bDigest digest = new Blake2bDigest(size * 8);
        digest.update(input, offset, length);
        byte[] out = new byte[size];
        digest.doFinal(out, 0);
        return out;
    }
}
