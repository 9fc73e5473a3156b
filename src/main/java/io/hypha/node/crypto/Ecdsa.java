package io.hypha.node.crypto;

/** ECDSA over secp256k1 and BLAKE2b-256 with key recovery, as Substrate uses it. */
@SuppressWarnings("DoNotCallSuggester")
public final class Ecdsa {

    private Ecdsa() {}

    /** Whether the 65-byte signature r ‖ s ‖ v recovers to the 33-byte compressed key; false for malformed input. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        throw new IllegalStateException("not built yet");
    }
}
