package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.Optional;

/** A signature with its scheme: one byte for the scheme, then 64 bytes, 65 for ECDSA. */
public record MultiSignature(SignatureScheme scheme, Bytes signature) {

    public MultiSignature {
        if (signature.size() != scheme.signatureSize()) {
            throw new IllegalArgumentException(
                    scheme
                            + " signatures have "
                            + scheme.signatureSize()
                            + " bytes, found "
                            + signature.size());
        }
    }

    /** The signature, or empty where its length is not that of the scheme. */
    public static Optional<MultiSignature> of(SignatureScheme scheme, Bytes signature) {
        return signature.size() == scheme.signatureSize()
                ? Optional.of(new MultiSignature(scheme, signature))
                : Optional.empty();
    }

    /**
     * What a wallet returned: a scheme byte and the signature, or a bare signature, which then is
     * of {@code ofAccount}. Empty when it is neither.
     *
     * @param ofAccount the scheme of the account that signed
     */
    public static Optional<MultiSignature> fromWallet(Bytes returned, SignatureScheme ofAccount) {
        // A bare ECDSA signature and a tagged one of another scheme both have 65 bytes: the
        // account's scheme decides.
        if (returned.size() == ofAccount.signatureSize()) {
            return Optional.of(new MultiSignature(ofAccount, returned));
        }
        try {
            ScaleCodecReader reader = new ScaleCodecReader(returned);
            MultiSignature signature = read(reader);
            return reader.hasNext() ? Optional.empty() : Optional.of(signature);
        } catch (ScaleException neither) {
            return Optional.empty();
        }
    }

    /**
     * Reads scheme byte and signature.
     *
     * @throws ScaleException when the scheme is unknown or the bytes are too few
     */
    static MultiSignature read(ScaleCodecReader reader) {
        int start = reader.offset();
        int index = reader.readUByte();
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.index() == index) {
                return new MultiSignature(scheme, reader.readFixed(scheme.signatureSize()));
            }
        }
        throw new ScaleException(
                start, "signature scheme " + index + " is none of 0 ed25519, 1 sr25519, 2 ecdsa");
    }

    void write(ScaleCodecWriter writer) {
        writer.writeUByte(scheme.index()).writeFixed(signature);
    }
}
