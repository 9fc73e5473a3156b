package io.hypha.node.metadata;

import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/** Writes primitives from JSON. */
final class PrimitiveText {

    private PrimitiveText() {}

    static void write(Primitive primitive, JsonNode value, ValuePath path, ScaleCodecWriter out) {
        switch (primitive) {
            case BOOL -> {
                if (!value.isBoolean()) {
                    throw path.wrong("expected true or false, found " + Found.in(value));
                }
                out.writeBoolean(value.booleanValue());
            }
            case STR -> {
                if (!value.isString()) {
                    throw path.wrong("expected text, found " + Found.in(value));
                }
                out.writeString(value.stringValue());
            }
            case CHAR -> {
                String text = value.isString() ? value.stringValue() : "";
                if (text.codePointCount(0, text.length()) != 1
                        || Character.isSurrogate((char) Math.min(text.codePointAt(0), 0xffff))) {
                    throw path.wrong("expected one character, found " + Found.in(value));
                }
                out.writeUint32(text.codePointAt(0));
            }
            default -> {
                BigInteger number = WholeNumber.read(primitive, value, path);
                if (primitive.isUnsigned()) {
                    out.writeUint(number, primitive.size());
                } else {
                    out.writeInt(number, primitive.size());
                }
            }
        }
    }
}
