package io.hypha.node.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA over secp256k1 and BLAKE2b-256 with key recovery, as Substrate's {@code MultiSignature}
 * uses it. A signature is r ‖ s ‖ v in big endian; v is 0..3, or 27..30 as Ethereum writes it. Both
 * signs of s are accepted, as there.
 */
public final class Ecdsa {

    public static final int PUBLIC_KEY_SIZE = 33;
    public static final int SIGNATURE_SIZE = 65;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

    private Ecdsa() {}

    /**
     * Whether the 65-byte signature recovers to the 33-byte compressed key; false for malformed
     * input.
     */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != PUBLIC_KEY_SIZE) {
            return false;
        }
        return recover(message, signature).filter(key -> Arrays.equals(key, publicKey)).isPresent();
    }

    /** The 33-byte compressed key that made the signature; empty for malformed input. */
    public static Optional<byte[]> recover(byte[] message, byte[] signature) {
        return recoverFromHash(Blake2b.hash256(message), signature);
    }

    /** The same, from the 32-byte hash that was signed. */
    public static Optional<byte[]> recoverFromHash(byte[] hash, byte[] signature) {
        if (hash.length != 32 || signature.length != SIGNATURE_SIZE) {
            return Optional.empty();
        }
        int v = signature[64] & 0xff;
        int recoveryId = v > 26 ? v - 27 : v;
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        if (recoveryId > 3 || !isScalar(r) || !isScalar(s)) {
            return Optional.empty();
        }
        BigInteger x = recoveryId < 2 ? r : r.add(CURVE.getN());
        if (x.compareTo(CURVE.getCurve().getField().getCharacteristic()) >= 0) {
            return Optional.empty();
        }
        return pointWithX(x, (recoveryId & 1) == 1).flatMap(point -> keyOf(point, hash, r, s));
    }

    /**
     * x and y, 32 bytes each, of a compressed key that {@link #recover} gave.
     *
     * @throws IllegalArgumentException when it is no point of the curve
     */
    public static byte[] decompress(byte[] publicKey) {
        byte[] encoded = CURVE.getCurve().decodePoint(publicKey).getEncoded(false);
        return Arrays.copyOfRange(encoded, 1, encoded.length);
    }

    /** Q = (s·R - e·G) / r. */
    private static Optional<byte[]> keyOf(ECPoint point, byte[] hash, BigInteger r, BigInteger s) {
        BigInteger n = CURVE.getN();
        BigInteger inverse = r.modInverse(n);
        BigInteger e = new BigInteger(1, hash);
        ECPoint key =
                ECAlgorithms.sumOfTwoMultiplies(
                                CURVE.getG(),
                                e.negate().multiply(inverse).mod(n),
                                point,
                                s.multiply(inverse).mod(n))
                        .normalize();
        return key.isInfinity() ? Optional.empty() : Optional.of(key.getEncoded(true));
    }

    private static Optional<ECPoint> pointWithX(BigInteger x, boolean isOdd) {
        ECCurve curve = CURVE.getCurve();
        byte[] encoded = new byte[PUBLIC_KEY_SIZE];
        encoded[0] = (byte) (isOdd ? 3 : 2);
        byte[] magnitude = x.toByteArray();
        int size = Math.min(32, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - size, encoded, PUBLIC_KEY_SIZE - size, size);
        try {
            return Optional.of(curve.decodePoint(encoded));
        } catch (IllegalArgumentException e) {
            // the library's way to say that no point has this x
            return Optional.empty();
        }
    }

    private static boolean isScalar(BigInteger value) {
        return value.signum() > 0 && value.compareTo(CURVE.getN()) < 0;
    }
}
