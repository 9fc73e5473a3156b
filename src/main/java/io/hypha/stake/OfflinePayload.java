package io.hypha.stake;

import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataProof;
import io.hypha.stake.vault.VaultQr;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prepared transaction as it is carried to a device without a network.
 *
 * @param plain the payload as it was prepared, without a metadata hash
 * @param proven the same with the metadata hash, and the proof of it
 */
public record OfflinePayload(Transaction transaction, SigningPayload plain, Proven proven) {

    /** The payload for devices that read their metadata from a proof. */
    public sealed interface Proven {

        record With(SigningPayload payload, MetadataProof proof) implements Proven {}

        /** This runtime's metadata gives none. */
        record Without(String reason) implements Proven {}
    }

    /** The name of the file's form, in its field {@code kind}. */
    static final String KIND = "hypha-offline-payload-1";

    private static final String METADATA_EXTENSION = "CheckMetadataHash";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static OfflinePayload of(Transaction transaction, SigningPayload plain) {
        return new OfflinePayload(transaction, plain, proven(plain));
    }

    private static Proven proven(SigningPayload plain) {
        return switch (MetadataDigest.of(plain.metadata(), MetadataDigest.Token.TAO)) {
            case MetadataDigest.Outcome.None(String reason) -> new Proven.Without(reason);
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) ->
                    signsHash(plain)
                            ? with(plain.with(new MetadataCheck.On(digest.hash())))
                            : new Proven.Without(
                                    "this runtime has no extension " + METADATA_EXTENSION);
        };
    }

    private static boolean signsHash(SigningPayload plain) {
        return plain.metadata().extrinsic().extensions().stream()
                .anyMatch(each -> each.identifier().equals(METADATA_EXTENSION));
    }

    private static Proven with(SigningPayload payload) {
        return switch (payload.metadataProof(MetadataDigest.Token.TAO)) {
            case MetadataProof.Outcome.Proven(MetadataProof proof) ->
                    new Proven.With(payload, proof);
            case MetadataProof.Outcome.NoDigest(String reason) -> new Proven.Without(reason);
            case MetadataProof.Outcome.Unreadable(String reason) -> new Proven.Without(reason);
        };
    }

    /** The request that Polkadot Vault scans: with the proof, or for a phone that has metadata. */
    public VaultQr.Outcome request(VaultQr.Command command, VaultQr.Account account) {
        return switch (command) {
            case METADATA_ON_PHONE -> VaultQr.withoutProof(plain, account);
            case WITH_PROOF ->
                    switch (proven) {
                        case Proven.With(SigningPayload payload, MetadataProof proof) ->
                                VaultQr.withProof(payload, proof, account);
                        case Proven.Without(String reason) ->
                                new VaultQr.Outcome.Refused(
                                        "This runtime gives no proof of its metadata: "
                                                + reason
                                                + ".");
                    };
        };
    }

    /** All of it for the download: what is signed, how, until when, and in words. */
    public ObjectNode toJson() {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", KIND)
                        .put("id", transaction.id().toHex())
                        .put("words", transaction.words())
                        .put("signer", transaction.signer().address())
                        .put("call", plain.call().toHex())
                        .put("firstBlock", transaction.birthBlock())
                        .put("lastBlock", transaction.deathBlock() - 1);
        json.set("withoutMetadataHash", signing(plain));
        switch (proven) {
            case Proven.With(SigningPayload payload, MetadataProof proof) ->
                    json.set(
                            "withMetadataHash",
                            signing(payload)
                                    .put("metadataHash", proof.metadataHash().toHex())
                                    .put("proof", proof.encode().toHex()));
            case Proven.Without(String reason) ->
                    json.putNull("withMetadataHash").put("withMetadataHashReason", reason);
        }
        return json.put(
                "answer",
                "Sign toSign of one of the two with the signer's key, sr25519 or ed25519, and bring the signature"
                        + " back as hex: 64 bytes, or 65 with 00 (ed25519) or 01 (sr25519) first. A whole signed"
                        + " extrinsic is taken too.");
    }

    private static ObjectNode signing(SigningPayload payload) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        JsonNode forWallet = payload.forWallet().toJson();
        json.set("payload", forWallet);
        return json.put("signingPayload", payload.signingPayload().toHex())
                .put("toSign", payload.toSign().toHex());
    }

    /** Whether what was rebuilt is what was prepared, to the last field. */
    boolean isAsPrepared() {
        return JSON.readTree(transaction.payloadJson()).equals(plain.forWallet().toJson());
    }
}
