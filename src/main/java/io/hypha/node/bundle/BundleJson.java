package io.hypha.node.bundle;

import io.hypha.node.ProofLink.Fragment;
import io.hypha.node.RuntimeCall;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** Reads the JSON form of a bundle. Bytes are hex with {@code 0x}. Every list has a limit. */
final class BundleJson {

    /** A year of epochs, and more than any page shows. */
    static final int MAX_BLOCKS = 8192;

    static final int MAX_FRAGMENTS = 8192;
    static final int MAX_INPUTS = 65_536;

    /** Each is run again, and may take seconds. */
    static final int MAX_CALLS = 16;

    /**
     * Headers between a block and its justified descendant: finney justifies at least every 512
     * blocks.
     */
    static final int MAX_HEADERS = 16_384;

    static final int MAX_NODES = 65_536;

    private BundleJson() {}

    static Bundle read(JsonNode json) {
        if (!json.isObject()) {
            throw new BundleFormatException("bundle", "a JSON object");
        }
        if (!Bundle.FORMAT.equals(text(json, "format", "format"))) {
            throw new BundleFormatException("format", Bundle.FORMAT);
        }
        JsonNode network = object(json, "network", "network");
        return new Bundle(
                hash(network, "genesisHash", "network.genesisHash"),
                readFigure(object(json, "figure", "figure")),
                list(json, "blocks", "blocks", MAX_BLOCKS, BundleJson::readBlock),
                list(json, "fragments", "fragments", MAX_FRAGMENTS, BundleJson::readFragment));
    }

    private static Figure readFigure(JsonNode json) {
        JsonNode value = json.get("value");
        if (value == null) {
            throw new BundleFormatException("figure.value", "a value or null");
        }
        String formula =
                json.has("formula") ? text(json, "formula", "figure.formula") : Figure.AS_STORED;
        List<FigureInput> inputs =
                list(json, "inputs", "figure.inputs", MAX_INPUTS, BundleJson::readInput);
        try {
            return new Figure(
                    text(json, "what", "figure.what"),
                    level(text(json, "level", "figure.level")),
                    text(json, "unit", "figure.unit"),
                    value,
                    formula,
                    inputs,
                    json.has("calls")
                            ? list(json, "calls", "figure.calls", MAX_CALLS, BundleJson::readCall)
                            : List.of());
        } catch (IllegalArgumentException e) {
            throw new BundleFormatException(
                    "figure.inputs", "named inputs or calls, found " + e.getMessage());
        }
    }

    private static FigureLevel level(String name) {
        for (FigureLevel level : FigureLevel.values()) {
            if (level.jsonName().equals(name)) {
                return level;
            }
        }
        throw new BundleFormatException(
                "figure.level", "proven, executed or derived, found " + name);
    }

    private static FigureInput readInput(JsonNode json, String path) {
        String outcome = text(json, "outcome", path + ".outcome");
        StorageValue value =
                switch (outcome) {
                    case "value" -> new StorageValue.Present(hex(json, "value", path + ".value"));
                    case "absent" -> absent(json, path + ".value");
                    default ->
                            throw new BundleFormatException(path + ".outcome", "value or absent");
                };
        return new FigureInput(
                text(json, "name", path + ".name"),
                hash(json, "block", path + ".block"),
                hex(json, "key", path + ".key"),
                value);
    }

    /** Nothing may stand there that a reader could take for the value. */
    private static StorageValue absent(JsonNode json, String path) {
        if (json.hasNonNull("value")) {
            throw new BundleFormatException(path, "null beside the outcome absent");
        }
        return new StorageValue.Absent();
    }

    private static FigureCall readCall(JsonNode json, String path) {
        String method = text(json, "method", path + ".method");
        if (method.isEmpty() || method.length() > RuntimeCall.MAX_METHOD) {
            throw new BundleFormatException(
                    path + ".method", "1 to " + RuntimeCall.MAX_METHOD + " characters");
        }
        return new FigureCall(
                text(json, "name", path + ".name"),
                hash(json, "block", path + ".block"),
                hash(json, "codeHash", path + ".codeHash"),
                method,
                hex(json, "parameters", path + ".parameters"),
                hex(json, "result", path + ".result"));
    }

    private static BundleBlock readBlock(JsonNode json, String path) {
        return new BundleBlock(
                hex(json, "header", path + ".header"),
                hex(json, "justified", path + ".justified"),
                hex(json, "justification", path + ".justification"),
                list(json, "ancestry", path + ".ancestry", MAX_HEADERS, BundleJson::hex),
                list(json, "proof", path + ".proof", MAX_NODES, BundleJson::hex));
    }

    private static Fragment readFragment(JsonNode json, String path) {
        return new Fragment(
                hex(json, "header", path + ".header"),
                hex(json, "justification", path + ".justification"),
                json.has("announcement")
                        ? list(
                                json,
                                "announcement",
                                path + ".announcement",
                                MAX_HEADERS,
                                BundleJson::hex)
                        : List.of());
    }

    private static <T> List<T> list(
            JsonNode json,
            String field,
            String path,
            int limit,
            BiFunction<JsonNode, String, T> item) {
        JsonNode list = json.get(field);
        if (list == null || !list.isArray()) {
            throw new BundleFormatException(path, "a list");
        }
        if (list.size() > limit) {
            throw new BundleFormatException(
                    path, "at most " + limit + " items, found " + list.size());
        }
        List<T> items = new ArrayList<>(list.size());
        for (JsonNode each : list) {
            items.add(item.apply(each, path + "[" + items.size() + "]"));
        }
        return items;
    }

    private static JsonNode object(JsonNode json, String field, String path) {
        JsonNode found = json.get(field);
        if (found == null || !found.isObject()) {
            throw new BundleFormatException(path, "an object");
        }
        return found;
    }

    private static String text(JsonNode json, String field, String path) {
        JsonNode found = json.get(field);
        if (found == null || !found.isString()) {
            throw new BundleFormatException(path, "text");
        }
        return found.stringValue();
    }

    private static Bytes hex(JsonNode json, String field, String path) {
        JsonNode found = json.get(field);
        if (found == null) {
            throw new BundleFormatException(path, "hex with 0x");
        }
        return hex(found, path);
    }

    private static Bytes hex(JsonNode json, String path) {
        if (json.isString() && json.stringValue().startsWith("0x")) {
            try {
                return Bytes.fromHex(json.stringValue());
            } catch (IllegalArgumentException e) {
                throw new BundleFormatException(path, "hex with 0x, found " + e.getMessage());
            }
        }
        throw new BundleFormatException(path, "hex with 0x");
    }

    private static Hash256 hash(JsonNode json, String field, String path) {
        Bytes found = hex(json, field, path);
        if (found.size() != Hash256.SIZE) {
            throw new BundleFormatException(path, "32 bytes, found " + found.size());
        }
        return Hash256.of(found);
    }
}
