package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Who made an ecdsa signature. A {@code MultiSigner} of this scheme is known by the BLAKE2b-256 of its compressed
 * key only, so the key is recovered from the signature (SEC 1, 4.1.6).
 */
final class EcdsaSigner {

    private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256k1");
    private static final BigInteger ORDER = CURVE.getN();

    private EcdsaSigner() {}

    /**
     * The account whose key signed the BLAKE2b-256 of {@code message}.
     *
     * @param signature r, s, v: 65 bytes
     */
    static Optional<Bytes> account(byte[] message, Bytes signature) {
        BigInteger r = new BigInteger(1, signature.slice(0, 32).toArray());
        BigInteger s = new BigInteger(1, signature.slice(32, 64).toArray());
        int recovery = signature.unsignedAt(64);
        if (recovery > 1 || !inRange(r) || !inRange(s)) {
            return Optional.empty();
        }
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + recovery);
        signature.slice(0, 32).copyTo(compressed, 1);
        ECPoint nonce;
        try {
            nonce = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        BigInteger hash = new BigInteger(1, Blake2b.hash256(message));
        BigInteger inverse = r.modInverse(ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(
                CURVE.getG(),
                hash.negate().multiply(inverse).mod(ORDER),
                nonce,
                s.multiply(inverse).mod(ORDER));
        return key.isInfinity()
                ? Optional.empty()
                : Optional.of(Bytes.of(Blake2b.hash256(key.normalize().getEncoded(true))));
    }

    private static boolean inRange(BigInteger value) {
        return value.signum() > 0 && value.compareTo(ORDER) < 0;
    }
}
