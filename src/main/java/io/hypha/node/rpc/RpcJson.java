package io.hypha.node.rpc;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.rpc.RpcBlock.EngineJustification;
import io.hypha.node.rpc.RpcFault.Garbage;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The JSON forms that full nodes use, read into values. What does not fit is {@link Garbage}. */
final class RpcJson {

    private static final int MAX_JUSTIFICATIONS = 16;

    private RpcJson() {}

    /** A form that the method does not promise. Never leaves this room. */
    private static final class FormException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FormException(String message) {
            super(message, null, false, false);
        }
    }

    static <T> RpcAnswer<T> read(JsonNode node, Function<JsonNode, T> form) {
        try {
            return RpcAnswer.got(form.apply(node));
        } catch (FormException e) {
            return RpcAnswer.failed(new Garbage(String.valueOf(e.getMessage())));
        }
    }

    static <T> Function<JsonNode, Optional<T>> orNull(Function<JsonNode, T> form) {
        return node -> node.isNull() ? Optional.empty() : Optional.of(form.apply(node));
    }

    static <T> Function<JsonNode, List<T>> listOf(int most, Function<JsonNode, T> form) {
        return node -> {
            if (!node.isArray() || node.size() > most) {
                throw new FormException(
                        "expected a list of at most " + most + ", found " + quote(node));
            }
            List<T> items = new ArrayList<>(node.size());
            node.forEach(each -> items.add(form.apply(each)));
            return List.copyOf(items);
        };
    }

    static String text(JsonNode node) {
        if (!node.isString()) {
            throw new FormException("expected text, found " + quote(node));
        }
        return node.stringValue();
    }

    static long number(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new FormException("expected a whole number, found " + quote(node));
        }
        return node.longValue();
    }

    static Bytes bytes(JsonNode node) {
        String text = text(node);
        if (!text.startsWith("0x")) {
            throw new FormException("expected hex with 0x, found " + quote(node));
        }
        try {
            return Bytes.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw new FormException("not hex: " + quote(node));
        }
    }

    static Hash256 hash(JsonNode node) {
        Bytes value = bytes(node);
        if (value.size() != Hash256.SIZE) {
            throw new FormException("a hash has 32 bytes, found " + quote(node));
        }
        return Hash256.of(value);
    }

    /** The header behind {@code {parentHash, number, stateRoot, extrinsicsRoot, digest:{logs}}}. */
    static Header header(JsonNode node) {
        return new Header(
                hash(node.path("parentHash")),
                blockNumber(node.path("number")),
                hash(node.path("stateRoot")),
                hash(node.path("extrinsicsRoot")),
                listOf(Short.MAX_VALUE, RpcJson::digestItem)
                        .apply(node.path("digest").path("logs")));
    }

    /** {@code {block:{header, extrinsics}, justifications:null|[[engine, bytes], …]}}. */
    static RpcBlock block(JsonNode node) {
        JsonNode block = node.path("block");
        JsonNode justifications = node.path("justifications");
        return new RpcBlock(
                header(block.path("header")),
                listOf(Integer.MAX_VALUE, RpcJson::bytes).apply(block.path("extrinsics")),
                justifications.isNull() || justifications.isMissingNode()
                        ? List.of()
                        : listOf(MAX_JUSTIFICATIONS, RpcJson::justification).apply(justifications));
    }

    private static EngineJustification justification(JsonNode node) {
        if (!node.isArray() || node.size() != 2) {
            throw new FormException("a justification is [engine, bytes], found " + quote(node));
        }
        Bytes engine = byteList(node.get(0));
        if (engine.size() != 4) {
            throw new FormException("an engine has 4 bytes, found " + quote(node.get(0)));
        }
        return new EngineJustification(new EngineId(engine), byteList(node.get(1)));
    }

    /** Bytes as a list of numbers, as serde writes a {@code Vec<u8>}, or as hex. */
    private static Bytes byteList(JsonNode node) {
        if (node.isString()) {
            return bytes(node);
        }
        if (!node.isArray()) {
            throw new FormException("expected bytes, found " + quote(node));
        }
        byte[] value = new byte[node.size()];
        for (int i = 0; i < value.length; i++) {
            long each = number(node.get(i));
            if (each < 0 || each > 0xff) {
                throw new FormException("a byte is 0..255, found " + each);
            }
            value[i] = (byte) each;
        }
        return Bytes.of(value);
    }

    private static long blockNumber(JsonNode node) {
        String text = text(node);
        // Some gateways pad the quantity; 16 digits are enough for any u64.
        if (!text.startsWith("0x") || text.length() > 18) {
            throw new FormException("a block number is a hex quantity, found " + quote(node));
        }
        try {
            long value = Long.parseUnsignedLong(text, 2, text.length(), 16);
            if (value < 0 || value > BlockId.MAX_NUMBER) {
                throw new FormException("a block number is u32, found " + quote(node));
            }
            return value;
        } catch (NumberFormatException e) {
            throw new FormException("a block number is a hex quantity, found " + quote(node));
        }
    }

    private static DigestItem digestItem(JsonNode node) {
        ScaleCodecReader reader = new ScaleCodecReader(bytes(node));
        try {
            DigestItem item = DigestItem.read(reader);
            reader.requireEnd();
            return item;
        } catch (ScaleException e) {
            throw new FormException("a digest item: " + e.getMessage());
        }
    }

    private static String quote(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : JsonRpc.shorten(
                        node.isContainer()
                                ? node.getNodeType() + " of " + node.size()
                                : node.toString());
    }
}
