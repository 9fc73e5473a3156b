package io.hypha.cli;

import io.hypha.node.consensus.Authority;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the commands read and write it: one value, no key twice, numbers above 2^53 as text. */
final class Json {

    /** Above it a JavaScript reader would round. */
    private static final long MAX_EXACT = 1L << 53;

    /** The longest text is a runtime or a proof of a few MB; hex doubles it. */
    private static final int MAX_TEXT = 128 << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(256)
                                                    .maxStringLength(MAX_TEXT)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private Json() {}

    /**
     * @throws BadInput when the text is not one JSON value
     */
    static JsonNode parse(byte[] text, String where) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw BadInput.at(where, "JSON", "nothing");
            }
            return node;
        } catch (JacksonException e) {
            throw BadInput.at(where, "JSON", reason(e));
        }
    }

    /** What is wrong and where, without what the parser says of its own settings. */
    private static String reason(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage())
                        .replaceAll("\\s*\\(start marker at .*|, from `[^`]*`", "");
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? message
                : message
                        + " at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** A word of the command line: JSON, or else a string. */
    static JsonNode ofWord(String word) {
        try {
            return parse(word.getBytes(StandardCharsets.UTF_8), word);
        } catch (BadInput _) {
            return JsonNodeFactory.instance.stringNode(word);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A u64 in the 64 bits of a long: a number up to 2^53, else text. */
    static JsonNode u64(long bits) {
        return bits >= 0 && bits <= MAX_EXACT
                ? JsonNodeFactory.instance.numberNode(bits)
                : JsonNodeFactory.instance.stringNode(Long.toUnsignedString(bits));
    }

    static JsonNode number(BigInteger value) {
        return value.bitLength() < 64
                ? u64(value.longValueExact())
                : JsonNodeFactory.instance.stringNode(value.toString());
    }

    static JsonNode authorities(List<Authority> list) {
        ArrayNode all = array();
        for (Authority each : list) {
            all.add(array().add(each.key().toHex()).add(u64(each.weight())));
        }
        return all;
    }

    static String line(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static String kind(JsonNode node) {
        return node.isString()
                ? "\"" + shortened(node.stringValue()) + "\""
                : node.isNumber() || node.isBoolean() || node.isNull()
                        ? node.toString()
                        : "a JSON " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
