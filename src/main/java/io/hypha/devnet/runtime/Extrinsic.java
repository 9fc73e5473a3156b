package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Ecdsa;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;

/** An extrinsic of format 4 as this runtime reads it. */
sealed interface Extrinsic {

    Call call();

    /** Without a signature: inherents. */
    record Bare(Call call) implements Extrinsic {}

    /**
     * @param nonce u32
     * @param tip u64, at most 2^63 - 1
     * @param mode of CheckMetadataHash: whether the signature covers the metadata's digest
     * @param signedPart call and extension bytes as signed, before what is implied
     */
    record Signed(
            Bytes signer,
            SignatureScheme scheme,
            Bytes signature,
            Era era,
            long nonce,
            long tip,
            boolean mode,
            Call call,
            Bytes signedPart)
            implements Extrinsic {

        /** Whether the signature holds for the implied bytes. */
        boolean isSignedOver(Bytes implied) {
            byte[] payload = Bytes.concat(signedPart, implied).toArray();
            byte[] message = payload.length > 256 ? Blake2b.hash256(payload) : payload;
            return switch (scheme) {
                case ED25519, SR25519 ->
                        scheme.verify(signer.toArray(), message, signature.toArray());
                case ECDSA ->
                        Ecdsa.recover(message, signature.toArray())
                                .filter(key -> Bytes.of(Blake2b.hash256(key)).equals(signer))
                                .isPresent();
            };
        }
    }

    /**
     * @throws ScaleException when the bytes, length prefix included, are no extrinsic of that spec
     */
    static Extrinsic decode(SpecLayout layout, Bytes bytes) {
        ScaleCodecReader in = new ScaleCodecReader(bytes);
        int length = in.readCompactInt();
        if (length != in.remaining()) {
            throw new ScaleException(
                    0, "length prefix says " + length + ", found " + in.remaining());
        }
        int version = in.readUByte();
        Extrinsic extrinsic =
                switch (version) {
                    case 0x04 -> new Bare(CallReader.read(layout, in));
                    case 0x84 -> signed(layout, in, bytes);
                    default ->
                            throw new ScaleException(
                                    in.offset() - 1, "extrinsic format " + version);
                };
        in.requireEnd();
        return extrinsic;
    }

    private static Signed signed(SpecLayout layout, ScaleCodecReader in, Bytes bytes) {
        int start = in.offset();
        if (in.readUByte() != 0) {
            throw new ScaleException(start, "the signer is no account id");
        }
        Bytes signer = in.readFixed(32);
        SignatureScheme scheme = scheme(in);
        Bytes signature = in.readFixed(scheme.signatureSize());
        int extraStart = in.offset();
        Era era = Era.read(in);
        long nonce = nonce(in);
        BigInteger tip = in.readCompact();
        boolean mode = in.readBoolean();
        if (layout.withExtra()) {
            in.readUint32();
        }
        int extraEnd = in.offset();
        if (tip.bitLength() > 63) {
            throw new ScaleException(extraEnd, "tip " + tip);
        }
        Call call = CallReader.read(layout, in);
        Bytes signedPart =
                Bytes.concat(bytes.slice(extraEnd, in.offset()), bytes.slice(extraStart, extraEnd));
        return new Signed(
                signer,
                scheme,
                signature,
                era,
                nonce,
                tip.longValueExact(),
                mode,
                call,
                signedPart);
    }

    private static SignatureScheme scheme(ScaleCodecReader in) {
        int start = in.offset();
        int index = in.readUByte();
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.index() == index) {
                return scheme;
            }
        }
        throw new ScaleException(start, "signature scheme " + index);
    }

    private static long nonce(ScaleCodecReader in) {
        int start = in.offset();
        long nonce = in.readCompactLong();
        if (nonce > 0xffff_ffffL) {
            throw new ScaleException(start, "nonce " + nonce + " does not fit u32");
        }
        return nonce;
    }
}
