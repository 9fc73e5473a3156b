package io.hypha.node.crypto;

import org.bouncycastle.crypto.digests.Blake3Digest;

/** BLAKE3 with 32 bytes of output, the hash of RFC-78's merkleized metadata. */
public final class Blake3 {

    private Blake3() {}

    public static byte[] hash256(byte[] input) {
        Blake3Digest digest = new Blake3Digest(256);
        digest.update(input, 0, input.length);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }
}
