package io.hypha.node.crypto;

/** Ed25519 as Substrate verifies it: ZIP-215. */
@SuppressWarnings("DoNotCallSuggester")
public final class Ed25519 {

    private Ed25519() {}

    /** Whether the signature holds by ZIP-215; false for wrong lengths and malformed values. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        throw new IllegalStateException("not built yet");
    }

    /** The 32-byte public key of a 32-byte seed (RFC 8032). */
    public static byte[] publicKey(byte[] seed) {
        throw new IllegalStateException("not built yet");
    }

    /** The 64-byte signature of RFC 8032, deterministic. Variable time: for well-known seeds only. */
    public static byte[] sign(byte[] seed, byte[] message) {
        throw new IllegalStateException("not built yet");
    }
}
