package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blocks in the shape of Substrate's legacy methods. */
final class BlockJson {

    private final Chain chain;

    BlockJson(Chain chain) {
        this.chain = chain;
    }

    /** The block that a parameter names, or the newest one without it. */
    java.util.Optional<StoredBlock> find(Params params, int index) {
        return params.has(index)
                ? chain.block(params.hash(index))
                : java.util.Optional.of(chain.head());
    }

    static ObjectNode header(Header header) {
        ObjectNode json = Json.object();
        json.put("parentHash", header.parentHash().toHex());
        json.set("number", Json.quantity(header.number()));
        json.put("stateRoot", header.stateRoot().toHex());
        json.put("extrinsicsRoot", header.extrinsicsRoot().toHex());
        ArrayNode logs = json.putObject("digest").putArray("logs");
        header.digest()
                .forEach(item -> {
                    ScaleCodecWriter out = new ScaleCodecWriter();
                    item.write(out);
                    logs.add(out.toBytes().toHex());
                });
        return json;
    }

    static ObjectNode signedBlock(StoredBlock block) {
        ObjectNode json = Json.object();
        ObjectNode inner = json.putObject("block");
        inner.set("header", header(block.header()));
        inner.set("extrinsics", Json.hexList(block.body()));
        json.set("justifications", justifications(block));
        return json;
    }

    /**
     * {@code [[engine, justification], …]}, both as lists of numbers, as serde writes byte arrays;
     * or null.
     */
    private static JsonNode justifications(StoredBlock block) {
        if (block.justifications().isEmpty()) {
            return Json.nothing();
        }
        ArrayNode all = Json.array();
        for (Bytes justification : block.justifications()) {
            ArrayNode pair = all.addArray();
            numbers(pair.addArray(), EngineId.GRANDPA.value());
            numbers(pair.addArray(), justification);
        }
        return all;
    }

    private static void numbers(ArrayNode list, Bytes bytes) {
        for (int i = 0; i < bytes.size(); i++) {
            list.add(bytes.unsignedAt(i));
        }
    }
}
