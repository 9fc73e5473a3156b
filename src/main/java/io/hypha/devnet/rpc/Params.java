package io.hypha.devnet.rpc;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Ss58Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The positional parameters of a request. What does not fit is an {@link RpcFailure} that names the
 * position.
 */
final class Params {

    private final JsonNode list;

    private Params(JsonNode list) {
        this.list = list;
    }

    /**
     * @param node what stands under {@code params}; missing counts as no parameters
     */
    static Params of(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return new Params(JsonNodeFactory.instance.arrayNode());
        }
        if (!node.isArray()) {
            throw RpcFailure.invalidParams(
                    "expected a list of parameters, found " + node.getNodeType());
        }
        return new Params(node);
    }

    /** Whether a value other than null stands at {@code index}. */
    boolean has(int index) {
        return !at(index).isMissingNode() && !at(index).isNull();
    }

    JsonNode at(int index) {
        return list.path(index);
    }

    String text(int index) {
        JsonNode node = at(index);
        if (!node.isString()) {
            throw wrong(index, "text");
        }
        return node.asString();
    }

    boolean flag(int index) {
        JsonNode node = at(index);
        if (!node.isBoolean()) {
            throw wrong(index, "true or false");
        }
        return node.asBoolean();
    }

    long number(int index, long max) {
        JsonNode node = at(index);
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.asLong() < 0
                || node.asLong() > max) {
            throw wrong(index, "a number 0.." + max);
        }
        return node.asLong();
    }

    Bytes hex(int index) {
        return hex(at(index), index);
    }

    Optional<Bytes> optionalHex(int index) {
        return has(index) ? Optional.of(hex(index)) : Optional.empty();
    }

    Hash256 hash(int index) {
        Bytes bytes = hex(index);
        if (bytes.size() != Hash256.SIZE) {
            throw wrong(index, "a hash of 32 bytes");
        }
        return Hash256.of(bytes);
    }

    Optional<Hash256> optionalHash(int index) {
        return has(index) ? Optional.of(hash(index)) : Optional.empty();
    }

    /** A list of hex strings; one string counts as a list of one where {@code max} allows. */
    List<Bytes> hexList(int index, int max) {
        JsonNode node = at(index);
        if (!node.isArray()) {
            throw wrong(index, "a list of hex strings");
        }
        if (node.size() > max) {
            throw wrong(index, "at most " + max + " hex strings");
        }
        List<Bytes> all = new ArrayList<>();
        node.forEach(item -> all.add(hex(item, index)));
        return all;
    }

    Hash256 account(int index) {
        String text = text(index);
        try {
            return text.startsWith("0x") ? hash(index) : SS58.decodeAccount(text);
        } catch (Ss58Exception e) {
            throw RpcFailure.invalidParams("parameter " + index + ": " + e.getMessage());
        }
    }

    private static Bytes hex(JsonNode node, int index) {
        if (!node.isString() || !node.asString().startsWith("0x")) {
            throw wrong(index, "hex with 0x");
        }
        try {
            return Bytes.fromHex(node.asString());
        } catch (IllegalArgumentException e) {
            throw wrong(index, "hex with 0x");
        }
    }

    private static RpcFailure wrong(int index, String expected) {
        return RpcFailure.invalidParams("parameter " + index + ": expected " + expected);
    }
}
