package io.hypha.node.crypto;

/** The schemes of Substrate's {@code MultiSignature}, in the order of its variants. */
public enum SignatureScheme {
    ED25519(0, 32, 64),
    SR25519(1, 32, 64),
    ECDSA(2, 33, 65);

    private final int index;
    private final int publicKeySize;
    private final int signatureSize;

    SignatureScheme(int index, int publicKeySize, int signatureSize) {
        this.index = index;
        this.publicKeySize = publicKeySize;
        this.signatureSize = signatureSize;
    }

    /** The variant's index in {@code MultiSignature}. */
    public int index() {
        return index;
    }

    /** In bytes. */
    public int publicKeySize() {
        return publicKeySize;
    }

    /** In bytes. */
    public int signatureSize() {
        return signatureSize;
    }

    /** Whether the chain accepts this signature; false for every malformed input. */
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return switch (this) {
            case ED25519 -> Ed25519.verify(publicKey, message, signature);
            case SR25519 -> Schnorrkel.verify(publicKey, message, signature);
            case ECDSA -> Ecdsa.verify(publicKey, message, signature);
        };
    }
}
