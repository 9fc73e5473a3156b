package io.hypha.devnet.rpc;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Collection;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON values as Substrate writes them, and the bounded reader of what clients send. */
final class Json {

    static final int MAX_REQUEST_BYTES = 4 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_DIGITS = 40;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(MAX_REQUEST_BYTES)
                                                    .maxNumberLength(MAX_NUMBER_DIGITS)
                                                    .build())
                                    .build())
                    .build();

    private Json() {}

    /**
     * @throws tools.jackson.core.JacksonException when it is not one JSON value within the bounds
     */
    static JsonNode read(byte[] text) {
        return MAPPER.readTree(text);
    }

    static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    static JsonNode flag(boolean value) {
        return JsonNodeFactory.instance.booleanNode(value);
    }

    static JsonNode number(long value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    static JsonNode hex(Bytes value) {
        return text(value.toHex());
    }

    static JsonNode hex(Hash256 value) {
        return text(value.toHex());
    }

    /** A number as Substrate's headers carry it: hex without leading zeros. */
    static JsonNode quantity(long value) {
        return text("0x" + Long.toHexString(value));
    }

    static ArrayNode hexList(Collection<Bytes> values) {
        ArrayNode list = array();
        values.forEach(value -> list.add(value.toHex()));
        return list;
    }
}
