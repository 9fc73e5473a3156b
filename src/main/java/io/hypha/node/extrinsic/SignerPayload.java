package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SS58;
import io.hypha.node.metadata.ExtrinsicFormat;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code SignerPayloadJSON}, the form that browser wallets agreed on: numbers are big-endian hex of
 * fixed width unless they are JSON numbers.
 */
public record SignerPayload(
        String address,
        String blockHash,
        String blockNumber,
        String era,
        String genesisHash,
        String method,
        String nonce,
        String specVersion,
        String tip,
        String transactionVersion,
        int mode,
        String metadataHash,
        List<String> signedExtensions) {

    /** The extrinsic format that wallets are asked to sign. */
    private static final int VERSION = 4;

    private static final int TIP_DIGITS = 32;

    public SignerPayload {
        signedExtensions = List.copyOf(signedExtensions);
    }

    static SignerPayload of(SigningPayload payload) {
        Terms terms = payload.terms();
        String tip = terms.tip().toString(16);
        return new SignerPayload(
                SS58.encode(payload.signer()),
                terms.block().hash().toHex(),
                u32(terms.block().number()),
                terms.era().encode().toHex(),
                terms.genesisHash().toHex(),
                payload.call().toHex(),
                u32(terms.nonce()),
                u32(terms.specVersion()),
                "0x" + "0".repeat(TIP_DIGITS - tip.length()) + tip,
                u32(terms.transactionVersion()),
                terms.metadataCheck().mode(),
                switch (terms.metadataCheck()) {
                    case MetadataCheck.Off _ -> "";
                    case MetadataCheck.On(var hash) -> hash.toHex();
                },
                payload.metadata().extrinsic().extensions().stream()
                        .map(ExtrinsicFormat.Extension::identifier)
                        .toList());
    }

    /** The object that goes to {@code signer.signPayload}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("address", address)
                .putNull("assetId")
                .put("blockHash", blockHash)
                .put("blockNumber", blockNumber)
                .put("era", era)
                .put("genesisHash", genesisHash);
        if (metadataHash.isEmpty()) {
            json.putNull("metadataHash");
        } else {
            json.put("metadataHash", metadataHash);
        }
        json.put("method", method).put("mode", mode).put("nonce", nonce);
        ArrayNode extensions = json.putArray("signedExtensions");
        signedExtensions.forEach(extensions::add);
        return json.put("specVersion", specVersion)
                .put("tip", tip)
                .put("transactionVersion", transactionVersion)
                .put("version", VERSION)
                .put("withSignedTransaction", true);
    }

    private static String u32(long value) {
        return "0x" + HexFormat.of().toHexDigits(value, 8);
    }

    /** The call bytes that the wallet is asked to sign. */
    public Bytes call() {
        return Bytes.fromHex(method);
    }
}
