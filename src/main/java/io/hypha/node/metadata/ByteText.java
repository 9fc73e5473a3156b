package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Ss58Exception;
import java.util.Iterator;
import tools.jackson.databind.JsonNode;

/**
 * Reads byte strings from JSON: hex with {@code 0x}, or a list of numbers; an account also as SS58
 * of any prefix.
 */
final class ByteText {

    private ByteText() {}

    static Bytes account(JsonNode value, ValuePath path) {
        if (!value.isString() && !value.isArray()) {
            throw path.wrong("expected an SS58 address or hex with 0x, found " + Found.in(value));
        }
        if (!value.isString() || isHex(value)) {
            Bytes key = bytes(value, path);
            if (key.size() != 32) {
                throw path.wrong("an account is 32 bytes, found " + key.size());
            }
            return key;
        }
        try {
            return SS58.decodeAccount(value.stringValue()).toBytes();
        } catch (Ss58Exception e) {
            throw path.wrong(Found.in(value) + " is no address: " + e.getMessage());
        }
    }

    private static boolean isHex(JsonNode value) {
        String text = value.stringValue();
        return text.startsWith("0x") || text.startsWith("0X");
    }

    static Bytes bytes(JsonNode value, ValuePath path) {
        if (value.isString() && isHex(value)) {
            try {
                return Bytes.fromHex(value.stringValue());
            } catch (IllegalArgumentException e) {
                throw path.wrong("expected hex, found " + Found.in(value));
            }
        }
        if (!value.isArray()) {
            throw path.wrong("expected hex with 0x, found " + Found.in(value));
        }
        byte[] bytes = new byte[value.size()];
        Iterator<JsonNode> items = value.iterator();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = WholeNumber.read(Primitive.U8, items.next(), path.item(i)).byteValue();
        }
        return Bytes.of(bytes);
    }

    static Bytes fixed(long length, JsonNode value, ValuePath path) {
        Bytes bytes = bytes(value, path);
        if (bytes.size() != length) {
            throw path.wrong("expected " + length + " bytes, found " + bytes.size());
        }
        return bytes;
    }
}
