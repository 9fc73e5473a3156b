package io.hypha.stake.vault;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.metadata.MetadataProof;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to sign, as Polkadot Vault scans it.
 *
 * <p>{@code 53 ‖ crypto ‖ command ‖ public key ‖ body ‖ genesis hash}, where the body is {@code
 * compact(length) ‖ call ‖ extra ‖ implicit}; command 06 puts the metadata proof before it, so that
 * the phone needs no metadata of its own. Source of the rules: Vault's own description of its QR
 * codes, read at parity-signer 3c46e7d.
 *
 * @param content the whole request, before it is cut into frames
 */
public record VaultQr(Command command, Bytes content) {

    /** What the phone is asked to do. */
    public enum Command {
        /** The proof comes along; Vault 7 and later. */
        WITH_PROOF(0x06),
        /** The phone must have this runtime's metadata. */
        METADATA_ON_PHONE(0x02);

        private final int code;

        Command(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** The kinds of account that this chain and Vault both sign with. */
    public enum Account {
        SR25519(SignatureScheme.SR25519),
        ED25519(SignatureScheme.ED25519);

        private final SignatureScheme scheme;

        Account(SignatureScheme scheme) {
            this.scheme = scheme;
        }
    }

    /** A request, or why this payload cannot be signed that way. */
    public sealed interface Outcome {

        record Ready(VaultQr qr) implements Outcome {}

        /** The sentence is for the person who wanted to sign. */
        record Refused(String sentence) implements Outcome {}
    }

    /** Bytes of the request in one frame, as wallets cut them. */
    static final int FRAME_BYTES = 1_024;

    /** More than this nobody scans. */
    static final int MAX_FRAMES = 64;

    private static final int SUBSTRATE = 0x53;

    /**
     * Vault hashes what is longer than 257 bytes, the chain what is longer than 256: at this one
     * length its signature is always wrong.
     */
    private static final int SIGNED_OTHERWISE = 257;

    /**
     * A request that brings its own proof.
     *
     * @param payload that signs the metadata hash which the proof is for
     * @param account of which kind the signer is
     */
    public static Outcome withProof(SigningPayload payload, MetadataProof proof, Account account) {
        if (!(payload.terms().metadataCheck() instanceof MetadataCheck.On(var hash))
                || !hash.equals(proof.metadataHash())) {
            throw new IllegalArgumentException(
                    "the payload must sign the metadata hash of its proof, "
                            + proof.metadataHash());
        }
        return request(Command.WITH_PROOF, payload, proof.encode(), account);
    }

    /** A request for a phone that has the runtime's metadata. */
    public static Outcome withoutProof(SigningPayload payload, Account account) {
        return request(Command.METADATA_ON_PHONE, payload, Bytes.EMPTY, account);
    }

    private static Outcome request(
            Command command, SigningPayload payload, Bytes proof, Account account) {
        Bytes signing = payload.signingPayload();
        if (signing.size() == SIGNED_OTHERWISE) {
            return new Outcome.Refused(
                    "This payload has exactly 257 bytes. Of that length Polkadot Vault signs something"
                            + " else than the chain checks. Take the other kind of code, or the file.");
        }
        Bytes call = payload.call();
        Bytes content =
                new ScaleCodecWriter()
                        .writeUByte(SUBSTRATE)
                        .writeUByte(account.scheme.index())
                        .writeUByte(command.code())
                        .writeHash(payload.signer())
                        .writeFixed(proof)
                        .writeByteVector(call)
                        .writeFixed(signing.slice(call.size(), signing.size()))
                        .writeHash(payload.terms().genesisHash())
                        .toBytes();
        return content.size() > MAX_FRAMES * FRAME_BYTES
                ? new Outcome.Refused(
                        "This takes more than %d codes to scan; sign it with the file instead."
                                .formatted(MAX_FRAMES))
                : new Outcome.Ready(new VaultQr(command, content));
    }

    /**
     * The request in the legacy multipart form: {@code 00 ‖ count ‖ number ‖ data} with both
     * numbers as big-endian u16, numbered from 0. The phone takes frames in any order and needs
     * all.
     */
    public List<Bytes> frames() {
        int count = (content.size() + FRAME_BYTES - 1) / FRAME_BYTES;
        List<Bytes> frames = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            int from = number * FRAME_BYTES;
            frames.add(
                    Bytes.concat(
                            Bytes.ofInts(0, count >> 8, count & 0xff, number >> 8, number & 0xff),
                            content.slice(from, Math.min(content.size(), from + FRAME_BYTES))));
        }
        return frames;
    }
}
