package io.hypha.node.crypto;

import io.hypha.node.bytes.Hash256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * sr25519: Schnorr signatures on Ristretto255 over merlin transcripts, as the schnorrkel library
 * defines them. A signature is R ‖ s with the top bit of the last byte set as schnorrkel's marker.
 */
public final class Schnorrkel {

    public static final int PUBLIC_KEY_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    private static final byte[] SUBSTRATE = "substrate".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROTOCOL = "Schnorr-sig".getBytes(StandardCharsets.US_ASCII);
    private static final byte MARKER = (byte) 0x80;

    private Schnorrkel() {}

    /** Verifies under context "substrate"; false for wrong lengths and malformed values. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return verify(publicKey, message, signature, SUBSTRATE);
    }

    /**
     * Verifies under a context of the caller's: s·B - k·A must encode to R. The marker must be set,
     * s be below ℓ, the key be canonical; R then is canonical because it equals an encoding.
     */
    public static boolean verify(
            byte[] publicKey, byte[] message, byte[] signature, byte[] context) {
        return publicKey.length == PUBLIC_KEY_SIZE
                && signature.length == SIGNATURE_SIZE
                && signature[63] < 0
                && holds(
                        publicKey,
                        signature,
                        challenge(
                                signing(context, message, publicKey),
                                Arrays.copyOf(signature, 32)));
    }

    /**
     * Verifies under context "substrate" as hosts did before version 2: a signature without the
     * marker is taken, too, and held against the transcript of schnorrkel 0.1.
     */
    public static boolean verifyOld(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != PUBLIC_KEY_SIZE || signature.length != SIGNATURE_SIZE) {
            return false;
        }
        if (signature[63] < 0) {
            return verify(publicKey, message, signature);
        }
        Transcript transcript = new Transcript("substrate");
        transcript.append("sign-bytes", message);
        transcript.append("proto-name", PROTOCOL);
        transcript.append("pk", publicKey);
        transcript.append("no", Arrays.copyOf(signature, 32));
        return holds(publicKey, signature, Scalar.reduce(transcript.challenge("", 64)));
    }

    /** Whether s·B - k·A encodes to R. */
    private static boolean holds(byte[] publicKey, byte[] signature, BigInteger k) {
        byte[] scalar = Arrays.copyOfRange(signature, 32, 64);
        scalar[31] &= ~MARKER;
        BigInteger s = Scalar.fromLittleEndian(scalar, 0, 32);
        EdwardsPoint a = new EdwardsPoint();
        if (s.compareTo(Scalar.ORDER) >= 0 || !Ristretto.decode(a, publicKey, 0)) {
            return false;
        }
        a.negate();
        return Arrays.equals(
                Ristretto.encode(DoubleScalarMultiplication.of(k, a, s)),
                Arrays.copyOf(signature, 32));
    }

    /**
     * The public key of a soft junction: what the holder of the secret derives, without the secret.
     *
     * @return the derived key
     * @throws IllegalArgumentException when the key is no Ristretto255 encoding, or the chain code
     *     has not 32 bytes
     */
    public static Hash256 deriveSoft(Hash256 publicKey, byte[] chainCode) {
        EdwardsPoint a = new EdwardsPoint();
        byte[] encoded = publicKey.toArray();
        if (!Ristretto.decode(a, encoded, 0)) {
            throw new IllegalArgumentException("not a Ristretto255 encoding: " + publicKey);
        }
        BigInteger offset =
                Scalar.reduce(softDerivation(encoded, chainCode).challenge("HDKD-scalar", 64));
        EdwardsPoint sum = DoubleScalarMultiplication.ofBase(offset);
        sum.add(CachedPoint.of(a), false, true);
        return Hash256.of(Ristretto.encode(sum));
    }

    private static Transcript signing(byte[] context, byte[] message, byte[] publicKey) {
        Transcript transcript = new Transcript("SigningContext");
        transcript.append("", context);
        transcript.append("sign-bytes", message);
        transcript.append("proto-name", PROTOCOL);
        transcript.append("sign:pk", publicKey);
        return transcript;
    }

    private static BigInteger challenge(Transcript transcript, byte[] r) {
        transcript.append("sign:R", r);
        return Scalar.reduce(transcript.challenge("sign:c", 64));
    }

    private static Transcript derivation(byte[] chainCode) {
        if (chainCode.length != 32) {
            throw new IllegalArgumentException(
                    "a chain code has 32 bytes, found " + chainCode.length);
        }
        Transcript transcript = new Transcript("SchnorrRistrettoHDKD");
        transcript.append("sign-bytes", new byte[0]);
        transcript.append("chain-code", chainCode);
        return transcript;
    }

    private static Transcript softDerivation(byte[] publicKey, byte[] chainCode) {
        Transcript transcript = derivation(chainCode);
        transcript.append("public-key", publicKey);
        return transcript;
    }

    /**
     * A key pair. For the devnet's well-known seeds and tests: the arithmetic is not constant in
     * time.
     */
    public static final class KeyPair {

        private final BigInteger secret;
        private final byte[] nonce;
        private final byte[] publicKey;

        private KeyPair(BigInteger secret, byte[] nonce) {
            this.secret = secret;
            this.nonce = nonce;
            this.publicKey = Ristretto.encode(DoubleScalarMultiplication.ofBase(secret));
        }

        /**
         * Expands 32 bytes as ed25519 does, like every Substrate wallet.
         *
         * @throws IllegalArgumentException when it has not 32 bytes
         */
        public static KeyPair fromMiniSecret(byte[] miniSecret) {
            byte[] expanded = Ed25519.expand(miniSecret);
            // schnorrkel keeps the clamped scalar divided by the cofactor
            BigInteger secret = Scalar.fromLittleEndian(expanded, 0, 32).shiftRight(3);
            return new KeyPair(secret.mod(Scalar.ORDER), Arrays.copyOfRange(expanded, 32, 64));
        }

        public Hash256 publicKey() {
            return Hash256.of(publicKey);
        }

        /** Signs under context "substrate". Deterministic. */
        public byte[] sign(byte[] message) {
            return sign(message, SUBSTRATE);
        }

        /**
         * Signs under a context of the caller's; the nonce depends on the secret, the context and
         * the message.
         */
        public byte[] sign(byte[] message, byte[] context) {
            Transcript transcript = signing(context, message, publicKey);
            BigInteger r = Scalar.reduce(transcript.witness("signing", 64, nonce));
            byte[] signature =
                    Arrays.copyOf(
                            Ristretto.encode(DoubleScalarMultiplication.ofBase(r)), SIGNATURE_SIZE);
            BigInteger k = challenge(transcript, Arrays.copyOf(signature, 32));
            byte[] s = Scalar.toBytes(k.multiply(secret).add(r).mod(Scalar.ORDER));
            System.arraycopy(s, 0, signature, 32, 32);
            signature[63] |= MARKER;
            return signature;
        }

        /** The pair of a hard junction, which only the holder of the secret can derive. */
        public KeyPair deriveHard(byte[] chainCode) {
            Transcript transcript = derivation(chainCode);
            transcript.append("secret-key", Scalar.toBytes(secret));
            return fromMiniSecret(transcript.challenge("HDKD-hard", 32));
        }

        /**
         * The pair of a soft junction; its public key is {@link Schnorrkel#deriveSoft} of this
         * one's.
         */
        public KeyPair deriveSoft(byte[] chainCode) {
            Transcript transcript = softDerivation(publicKey, chainCode);
            BigInteger offset = Scalar.reduce(transcript.challenge("HDKD-scalar", 64));
            byte[] derivedNonce =
                    transcript.witness("HDKD-nonce", 32, nonce, Scalar.toBytes(secret));
            return new KeyPair(secret.add(offset).mod(Scalar.ORDER), derivedNonce);
        }

        /**
         * The form in which wallets keep it: the scalar times 8 as an ed25519 key, then the nonce.
         */
        byte[] halfEd25519Bytes() {
            byte[] bytes = Arrays.copyOf(Scalar.toBytes(secret.shiftLeft(3)), 64);
            System.arraycopy(nonce, 0, bytes, 32, 32);
            return bytes;
        }
    }
}
