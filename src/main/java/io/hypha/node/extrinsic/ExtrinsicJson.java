package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SS58;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataProof;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Extrinsics in the JSON of the contract's {@code extrinsic} commands. */
public final class ExtrinsicJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ExtrinsicJson() {}

    /**
     * {@code {call, payload, signingPayload, toSign}}, and for mode 1 {@code metadataHash} and
     * {@code proof} as a device takes it. A proof that would not hold is null, with {@code
     * proofReason}.
     */
    public static ObjectNode built(SigningPayload payload) {
        ObjectNode json = JSON.objectNode();
        json.put("call", payload.call().toHex());
        json.set("payload", payload.forWallet().toJson());
        json.put("signingPayload", payload.signingPayload().toHex())
                .put("toSign", payload.toSign().toHex());
        return switch (payload.terms().metadataCheck()) {
            case MetadataCheck.Off _ -> json;
            case MetadataCheck.On(Hash256 signed) -> withProof(json, payload, signed);
        };
    }

    private static ObjectNode withProof(ObjectNode json, SigningPayload payload, Hash256 signed) {
        json.put("metadataHash", signed.toHex());
        return switch (payload.metadataProof(MetadataDigest.Token.TAO)) {
            case MetadataProof.Outcome.Proven(MetadataProof proof)
                    when proof.metadataHash().equals(signed) ->
                    json.put("proof", proof.encode().toHex());
            case MetadataProof.Outcome.Proven(MetadataProof proof) ->
                    without(
                            json,
                            "the hash of this metadata is "
                                    + proof.metadataHash()
                                    + ", the payload signs "
                                    + signed);
            case MetadataProof.Outcome.NoDigest(String reason) -> without(json, reason);
            case MetadataProof.Outcome.Unreadable(String reason) -> without(json, reason);
        };
    }

    private static ObjectNode without(ObjectNode json, String reason) {
        return json.putNull("proof").put("proofReason", reason);
    }

    /**
     * {@code {signed, signer, scheme, signature, era, nonce, tip, mode, call, callHex, words,
     * hash}}.
     */
    public static ObjectNode decoded(DecodedExtrinsic.Signed extrinsic) {
        ObjectNode json = JSON.objectNode();
        json.put("signed", true)
                .put("signer", SS58.encode(extrinsic.signer()))
                .put("scheme", extrinsic.signature().scheme().name().toLowerCase(Locale.ROOT))
                .put("signature", extrinsic.signature().signature().toHex());
        json.set("era", era(extrinsic.era()));
        json.put("nonce", extrinsic.nonce())
                .put("tip", extrinsic.tip().toString())
                .put("mode", extrinsic.mode());
        return withCall(json, extrinsic.call(), extrinsic.hash());
    }

    /** The same with null for what a bare extrinsic does not have. */
    public static ObjectNode decoded(DecodedExtrinsic.Bare extrinsic) {
        ObjectNode json = JSON.objectNode();
        json.put("signed", false);
        for (String absent :
                new String[] {"signer", "scheme", "signature", "era", "nonce", "tip", "mode"}) {
            json.putNull(absent);
        }
        return withCall(json, extrinsic.call(), extrinsic.hash());
    }

    /** {@code "immortal"} or {@code {period, phase}}. */
    public static JsonNode era(Era era) {
        return switch (era) {
            case Era.Immortal _ -> JSON.stringNode("immortal");
            case Era.Mortal(int period, int phase) ->
                    JSON.objectNode().put("period", period).put("phase", phase);
        };
    }

    /** The hash of an assembled extrinsic: BLAKE2b-256 over the form with length prefix. */
    public static ObjectNode assembled(Bytes extrinsic) {
        return JSON.objectNode()
                .put("extrinsic", extrinsic.toHex())
                .put("hash", Blake2b.hash256(extrinsic).toHex());
    }

    private static ObjectNode withCall(ObjectNode json, Call call, Hash256 hash) {
        json.putObject("call")
                .put("pallet", call.pallet())
                .put("name", call.name())
                .set("args", call.args());
        return json.put("callHex", call.encoded().toHex())
                .put("words", call.words())
                .put("hash", hash.toHex());
    }
}
