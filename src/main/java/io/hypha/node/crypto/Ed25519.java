package io.hypha.node.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Ed25519. Verification follows ZIP-215, as Substrate's nodes do: the cofactored equation, every
 * encoding of a point of the curve accepted, the scalar below ℓ. A stricter rule would refuse votes
 * that the network counts.
 */
public final class Ed25519 {

    public static final int PUBLIC_KEY_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;
    public static final int SEED_SIZE = 32;

    private Ed25519() {}

    /** Whether [8](s·B - k·A - R) = 0; false for wrong lengths and malformed values. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != PUBLIC_KEY_SIZE || signature.length != SIGNATURE_SIZE) {
            return false;
        }
        BigInteger s = Scalar.fromLittleEndian(signature, 32, 32);
        if (s.compareTo(Scalar.ORDER) >= 0) {
            return false;
        }
        EdwardsPoint a = new EdwardsPoint();
        EdwardsPoint r = new EdwardsPoint();
        if (!a.decodeByZip215(publicKey, 0) || !r.decodeByZip215(signature, 0)) {
            return false;
        }
        // the hash takes the bytes as they came, canonical or not
        BigInteger k = Scalar.reduce(sha512(Arrays.copyOf(signature, 32), publicKey, message));
        a.negate();
        EdwardsPoint sum = DoubleScalarMultiplication.of(k, a, s);
        sum.add(CachedPoint.of(r), true, false);
        sum.multiplyByCofactor();
        return sum.isNeutral();
    }

    /**
     * The 32-byte public key of a seed (RFC 8032).
     *
     * @throws IllegalArgumentException when the seed has not 32 bytes
     */
    public static byte[] publicKey(byte[] seed) {
        return DoubleScalarMultiplication.ofBase(secretScalar(expand(seed))).encode();
    }

    /**
     * The 64-byte signature of RFC 8032, deterministic. Variable in time: for the devnet's
     * well-known seeds, and for a node's identity on the network, which guards nothing but itself.
     *
     * @throws IllegalArgumentException when the seed has not 32 bytes
     */
    public static byte[] sign(byte[] seed, byte[] message) {
        byte[] expanded = expand(seed);
        BigInteger secret = secretScalar(expanded);
        byte[] publicKey = DoubleScalarMultiplication.ofBase(secret).encode();
        BigInteger nonce = Scalar.reduce(sha512(Arrays.copyOfRange(expanded, 32, 64), message));
        byte[] r = DoubleScalarMultiplication.ofBase(nonce).encode();
        BigInteger k = Scalar.reduce(sha512(r, publicKey, message));
        byte[] signature = Arrays.copyOf(r, SIGNATURE_SIZE);
        byte[] s = Scalar.toBytes(k.multiply(secret).add(nonce).mod(Scalar.ORDER));
        System.arraycopy(s, 0, signature, 32, 32);
        return signature;
    }

    /**
     * SHA-512 of a seed: the clamped half is the scalar, the other the source of nonces. Schnorrkel
     * expands alike.
     */
    static byte[] expand(byte[] seed) {
        if (seed.length != SEED_SIZE) {
            throw new IllegalArgumentException("a seed has 32 bytes, found " + seed.length);
        }
        byte[] expanded = sha512(seed);
        expanded[0] &= (byte) 0xf8;
        expanded[31] &= (byte) 0x7f;
        expanded[31] |= (byte) 0x40;
        return expanded;
    }

    private static BigInteger secretScalar(byte[] expanded) {
        return Scalar.fromLittleEndian(expanded, 0, 32);
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
