package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object from outside, by type; whatever does not fit is {@link BadInput}
 * with its path.
 */
final class Fields {

    private static final int U64_DIGITS = 20;

    private final JsonNode object;
    private final String where;

    private Fields(JsonNode object, String where) {
        this.object = object;
        this.where = where;
    }

    static Fields of(JsonNode node, String where) {
        if (!node.isObject()) {
            throw BadInput.at(where, "a JSON object", Json.kind(node));
        }
        return new Fields(node, where);
    }

    /** Field names in front of what stands in the file. */
    String path(String name) {
        return where + ": " + name;
    }

    boolean has(String name) {
        JsonNode node = object.get(name);
        return node != null && !node.isNull();
    }

    JsonNode required(String name, String expected) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            throw BadInput.at(path(name), expected, "nothing");
        }
        return node;
    }

    Bytes hex(String name) {
        return hex(required(name, "hex with 0x"), path(name));
    }

    Hash256 hash(String name) {
        return hash(required(name, "32 bytes of hex with 0x"), path(name));
    }

    String text(String name) {
        JsonNode node = required(name, "text");
        if (!node.isString()) {
            throw BadInput.at(path(name), "text", Json.kind(node));
        }
        return node.stringValue();
    }

    /** A u64 as a number or decimal text, in the 64 bits of a long. */
    long u64(String name) {
        return u64(required(name, "a u64"), path(name));
    }

    /** A block number. */
    long u32(String name) {
        long value = u64(name);
        if (value < 0 || value > 0xffff_ffffL) {
            throw BadInput.at(path(name), "a u32", Long.toUnsignedString(value));
        }
        return value;
    }

    List<JsonNode> list(String name) {
        return list(required(name, "a list"), path(name));
    }

    Fields object(String name) {
        return of(required(name, "a JSON object"), path(name));
    }

    /** The trusted voters: SCALE hex of {@code Vec<(key, u64)>} or {@code [[hex, weight], …]}. */
    VoterSet voters(long setId) {
        List<Authority> list = authorities();
        Optional<String> flaw = VoterSet.flaw(list);
        if (flaw.isPresent()) {
            throw new BadInput(path("authorities") + ": " + flaw.get());
        }
        return new VoterSet(setId, list);
    }

    private List<Authority> authorities() {
        JsonNode node = required("authorities", "SCALE hex or [[hex, weight], …]");
        if (node.isString()) {
            try {
                return Authority.decodeList(hex("authorities"));
            } catch (ScaleException e) {
                throw new BadInput(
                        path("authorities")
                                + ": expected SCALE of Vec<(key, u64)>, found "
                                + e.getMessage());
            }
        }
        List<Authority> list = new ArrayList<>();
        for (JsonNode pair : list(node, path("authorities"))) {
            String at = path("authorities[" + list.size() + "]");
            if (!pair.isArray() || pair.size() != 2) {
                throw BadInput.at(at, "[hex, weight]", Json.kind(pair));
            }
            list.add(
                    new Authority(
                            hash(pair.get(0), at + ".key"), u64(pair.get(1), at + ".weight")));
        }
        return list;
    }

    static List<JsonNode> list(JsonNode node, String at) {
        if (!node.isArray()) {
            throw BadInput.at(at, "a list", Json.kind(node));
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        node.forEach(items::add);
        return items;
    }

    static Bytes hex(JsonNode node, String at) {
        if (!node.isString()) {
            throw BadInput.at(at, "hex with 0x", Json.kind(node));
        }
        return hex(node.stringValue(), at);
    }

    static Bytes hex(String text, String at) {
        if (!text.startsWith("0x")) {
            throw BadInput.at(at, "hex with 0x", shortened(text));
        }
        try {
            return Bytes.fromHex(text);
        } catch (IllegalArgumentException _) {
            throw BadInput.at(at, "an even number of hex digits after 0x", shortened(text));
        }
    }

    static Hash256 hash(JsonNode node, String at) {
        Bytes value = hex(node, at);
        if (value.size() != Hash256.SIZE) {
            throw BadInput.at(at, "32 bytes", value.size() + " bytes");
        }
        return Hash256.of(value);
    }

    static long u64(JsonNode node, String at) {
        BigInteger value = integer(node, at);
        if (value.signum() < 0 || value.bitLength() > 64) {
            throw BadInput.at(at, "a u64", value.toString());
        }
        return value.longValue();
    }

    private static BigInteger integer(JsonNode node, String at) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue();
        }
        if (node.isString()
                && node.stringValue().length() <= U64_DIGITS
                && isDecimal(node.stringValue())) {
            return new BigInteger(node.stringValue());
        }
        throw BadInput.at(at, "a whole number", Json.kind(node));
    }

    private static boolean isDecimal(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String shortened(String text) {
        return text.isEmpty()
                ? "nothing"
                : "\"" + (text.length() <= 24 ? text : text.substring(0, 24) + "…") + "\"";
    }
}
