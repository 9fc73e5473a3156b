package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Unrelated secrets from one seed: SHA-256 of the seed, what it is for, and a counter. */
final class Entropy {

    private final byte[] seed;
    private byte[] masks = new byte[0];
    private int maskAt;
    private long maskBlock;

    Entropy(Bytes seed) {
        this.seed = seed.toArray();
    }

    /** 32 bytes, the same for the same purpose. */
    byte[] of(String purpose) {
        return hash(purpose, 0);
    }

    /** The next mask of a WebSocket frame, which nobody can foresee. */
    int nextMask() {
        if (maskAt == masks.length) {
            masks = hash("websocket mask", maskBlock++);
            maskAt = 0;
        }
        int mask = ByteBuffer.wrap(masks).getInt(maskAt);
        maskAt += Integer.BYTES;
        return mask;
    }

    byte[] webSocketNonce() {
        return Arrays.copyOf(of("websocket key"), 16);
    }

    private byte[] hash(String purpose, long counter) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(seed);
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
            return sha.digest(purpose.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
