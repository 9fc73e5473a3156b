package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataProof;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A call ready to be signed: {@code call ‖ extra ‖ implicit} of all transaction extensions in the
 * order of the metadata.
 */
public final class SigningPayload {

    /**
     * Above this many bytes the hash is signed instead ({@code UncheckedExtrinsic}'s {@code
     * using_encoded}).
     */
    private static final int MAX_SIGNED_AS_IS = 256;

    /** The version byte of a signed extrinsic of format 4. */
    static final int SIGNED_V4 = 0x84;

    private final RuntimeMetadata metadata;
    private final Bytes call;
    private final Hash256 signer;
    private final Terms terms;
    private final Bytes extra;
    private final Bytes implicit;

    private SigningPayload(
            RuntimeMetadata metadata,
            Bytes call,
            Hash256 signer,
            Terms terms,
            Bytes extra,
            Bytes implicit) {
        this.metadata = metadata;
        this.call = call;
        this.signer = signer;
        this.terms = terms;
        this.extra = extra;
        this.implicit = implicit;
    }

    /**
     * Prepares a call for signing by {@code signer}.
     *
     * @param call SCALE bytes without length prefix
     */
    public static Preparation prepare(
            RuntimeMetadata metadata, Bytes call, Hash256 signer, Terms terms) {
        List<Bytes> extra = new ArrayList<>();
        List<Bytes> implicit = new ArrayList<>();
        for (ExtrinsicFormat.Extension extension : metadata.extrinsic().extensions()) {
            ExtensionData data = ExtensionData.of(extension.identifier(), terms);
            if (!data.fits(metadata.codec(), extension)) {
                return new Preparation.UnknownExtension(extension.identifier());
            }
            extra.add(data.extra());
            implicit.add(data.implicit());
        }
        return new Preparation.Ready(
                new SigningPayload(
                        metadata,
                        call,
                        signer,
                        terms,
                        Bytes.concat(extra),
                        Bytes.concat(implicit)));
    }

    /**
     * The same with another answer to the question whether the metadata hash is signed.
     *
     * @throws IllegalStateException when the runtime's extension does not take it
     */
    public SigningPayload with(MetadataCheck check) {
        Terms other =
                new Terms(
                        terms.nonce(),
                        terms.tip(),
                        terms.era(),
                        terms.block(),
                        terms.genesisHash(),
                        terms.specVersion(),
                        terms.transactionVersion(),
                        check);
        return switch (prepare(metadata, call, signer, other)) {
            case Preparation.Ready(SigningPayload payload) -> payload;
            case Preparation.UnknownExtension(String identifier) ->
                    throw new IllegalStateException(identifier + " does not take " + check);
        };
    }

    public RuntimeMetadata metadata() {
        return metadata;
    }

    public Bytes call() {
        return call;
    }

    public Hash256 signer() {
        return signer;
    }

    public Terms terms() {
        return terms;
    }

    /** What the extensions add to the extrinsic. */
    public Bytes extra() {
        return extra;
    }

    /** {@code call ‖ extra ‖ implicit}. */
    public Bytes signingPayload() {
        return Bytes.concat(call, extra, implicit);
    }

    /**
     * The bytes that the key signs: the payload, or its BLAKE2b-256 where it is longer than 256
     * bytes.
     */
    public Bytes toSign() {
        Bytes payload = signingPayload();
        return payload.size() > MAX_SIGNED_AS_IS ? Blake2b.hash256(payload).toBytes() : payload;
    }

    /** What a device without metadata needs beside the payload to read it (RFC-78). */
    public MetadataProof.Outcome metadataProof(MetadataDigest.Token token) {
        return MetadataProof.of(metadata, token, call, extra, implicit);
    }

    /** The form in which browser wallets take it. */
    public SignerPayload forWallet() {
        return SignerPayload.of(this);
    }

    /** The extrinsic with its length prefix, ready to be submitted. */
    public Bytes assemble(MultiSignature signature) {
        ScaleCodecWriter body = new ScaleCodecWriter();
        body.writeUByte(SIGNED_V4);
        body.writeFixed(Addresses.encode(metadata, signer));
        signature.write(body);
        body.writeFixed(extra).writeFixed(call);
        return new ScaleCodecWriter().writeByteVector(body.toBytes()).toBytes();
    }
}
