package io.hypha.node.crypto;

import io.hypha.node.bytes.Hash256;

/** sr25519: Schnorr signatures on Ristretto255 over merlin transcripts, as the schnorrkel library defines them. */
@SuppressWarnings("DoNotCallSuggester")
public final class Schnorrkel {

    private Schnorrkel() {}

    /** Verifies under context "substrate"; false for wrong lengths and malformed values. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        throw new IllegalStateException("not built yet");
    }

    /** Verifies under a context of the caller's. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context) {
        throw new IllegalStateException("not built yet");
    }

    /** A key pair. For the devnet's well-known seeds and tests: the arithmetic is not constant in time. */
    public static final class KeyPair {

        private KeyPair() {}

        /** Expands 32 bytes as ed25519 does, like every Substrate wallet. */
        public static KeyPair fromMiniSecret(byte[] miniSecret) {
            throw new IllegalStateException("not built yet");
        }

        public Hash256 publicKey() {
            throw new IllegalStateException("not built yet");
        }

        /** Signs under context "substrate". Deterministic. */
        public byte[] sign(byte[] message) {
            throw new IllegalStateException("not built yet");
        }

        public byte[] sign(byte[] message, byte[] context) {
            throw new IllegalStateException("not built yet");
        }

        public KeyPair deriveHard(byte[] chainCode) {
            throw new IllegalStateException("not built yet");
        }

        public KeyPair deriveSoft(byte[] chainCode) {
            throw new IllegalStateException("not built yet");
        }
    }
}
