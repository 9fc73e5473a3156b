package io.hypha.node.bundle;

import io.hypha.node.ProofLink.Fragment;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the JSON form of a bundle that {@link BundleJson} reads. Bytes are hex with {@code 0x}.
 */
final class BundleWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private BundleWriter() {}

    /**
     * The value of a figure that is a storage value itself: hex, or null where it is proven absent.
     */
    static JsonNode stored(StorageValue value) {
        return switch (value) {
            case StorageValue.Present(Bytes bytes) -> JSON.stringNode(bytes.toHex());
            case StorageValue.Absent() -> JSON.nullNode();
        };
    }

    /** The value of a figure that is what code returned. */
    static JsonNode executed(Bytes result) {
        return JSON.stringNode(result.toHex());
    }

    static ObjectNode write(Bundle bundle) {
        ObjectNode json = JSON.objectNode();
        json.put("format", Bundle.FORMAT);
        json.set("network", network(bundle));
        json.set("figure", write(bundle.figure()));
        ArrayNode blocks = json.putArray("blocks");
        bundle.blocks().forEach(block -> blocks.add(write(block)));
        ArrayNode fragments = json.putArray("fragments");
        bundle.fragments().forEach(fragment -> fragments.add(write(fragment)));
        return json;
    }

    /**
     * The same text as {@link #write(Bundle)} makes, a block at a time: a month of epochs is ten
     * megabytes of it, and several people may ask at once.
     */
    static void write(Bundle bundle, OutputStream out) throws IOException {
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("format", Bundle.FORMAT);
            json.writeName("network");
            json.writeTree(network(bundle));
            json.writeName("figure");
            json.writeTree(write(bundle.figure()));
            json.writeArrayPropertyStart("blocks");
            bundle.blocks().forEach(block -> json.writeTree(write(block)));
            json.writeEndArray();
            json.writeArrayPropertyStart("fragments");
            bundle.fragments().forEach(fragment -> json.writeTree(write(fragment)));
            json.writeEndArray();
            json.writeEndObject();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private static ObjectNode network(Bundle bundle) {
        return JSON.objectNode().put("genesisHash", bundle.genesisHash().toHex());
    }

    private static ObjectNode write(BundleBlock block) {
        ObjectNode json = JSON.objectNode();
        json.put("header", block.header().toHex());
        json.put("justified", block.justified().toHex());
        json.put("justification", block.justification().toHex());
        hexes(json.putArray("ancestry"), block.ancestry());
        hexes(json.putArray("proof"), block.proof());
        return json;
    }

    private static ObjectNode write(Fragment fragment) {
        ObjectNode json = JSON.objectNode();
        json.put("header", fragment.header().toHex());
        json.put("justification", fragment.justification().toHex());
        hexes(json.putArray("announcement"), fragment.announcement());
        return json;
    }

    private static void hexes(ArrayNode list, List<Bytes> items) {
        items.forEach(item -> list.add(item.toHex()));
    }

    static ObjectNode write(Figure figure) {
        ObjectNode json = JSON.objectNode();
        json.put("what", figure.what());
        json.put("level", figure.level().jsonName());
        json.put("unit", figure.unit());
        json.set("value", figure.value());
        if (!figure.formula().equals(Figure.AS_STORED)) {
            json.put("formula", figure.formula());
        }
        ArrayNode inputs = json.putArray("inputs");
        for (FigureInput input : figure.inputs()) {
            ObjectNode each = inputs.addObject();
            each.put("name", input.name());
            each.put("block", input.block().toHex());
            each.put("key", input.key().toHex());
            switch (input.value()) {
                case StorageValue.Present(Bytes value) ->
                        each.put("outcome", "value").put("value", value.toHex());
                case StorageValue.Absent() -> each.put("outcome", "absent").putNull("value");
            }
        }
        if (!figure.calls().isEmpty()) {
            ArrayNode calls = json.putArray("calls");
            for (FigureCall call : figure.calls()) {
                calls.addObject()
                        .put("name", call.name())
                        .put("block", call.block().toHex())
                        .put("codeHash", call.codeHash().toHex())
                        .put("method", call.method())
                        .put("parameters", call.parameters().toHex())
                        .put("result", call.result().toHex());
            }
        }
        return json;
    }
}
