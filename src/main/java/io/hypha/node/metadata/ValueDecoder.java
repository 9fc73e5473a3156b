package io.hypha.node.metadata;

import io.hypha.node.crypto.SS58;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One reading of one value: SCALE bytes to JSON, bounded in depth and in the number of nodes it
 * makes.
 */
final class ValueDecoder {

    /** As deep as Substrate itself decodes calls within calls. */
    static final int MAX_DEPTH = 256;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TypeRegistry types;
    private final TypeShapes shapes;
    private final ScaleCodecReader in;

    /**
     * Nodes that may still be made. Each takes a byte or more except those of types that encode to
     * nothing, which a hostile registry could multiply without end.
     */
    private long budget;

    ValueDecoder(TypeRegistry types, TypeShapes shapes, ScaleCodecReader in) {
        this.types = types;
        this.shapes = shapes;
        this.in = in;
        this.budget = 65_536 + 8L * in.remaining();
    }

    JsonNode value(int type, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ScaleException(in.offset(), "values are nested deeper than " + MAX_DEPTH);
        }
        if (--budget < 0) {
            throw new ScaleException(in.offset(), "more values than the bytes can carry");
        }
        return switch (shapes.shape(type)) {
            case PRIMITIVE -> primitive(((TypeDef.Basic) types.definition(type)).primitive());
            case NEWTYPE -> value(shapes.inner(type), depth + 1);
            case STRUCT, FIELDS -> composite(type, depth);
            case ACCOUNT -> JSON.stringNode(SS58.encode(in.readHash()));
            case BYTES -> JSON.stringNode(in.readByteVector().toHex());
            case FIXED_BYTES -> fixedBytes(((TypeDef.Array) types.definition(type)).length());
            case UNIT -> JSON.nullNode();
            case OPTION ->
                    flag("an Option") ? value(shapes.inner(type), depth + 1) : JSON.nullNode();
            case OPTION_OF_NULLABLE ->
                    flag("an Option")
                            ? JSON.objectNode().set("Some", value(shapes.inner(type), depth + 1))
                            : JSON.nullNode();
            case VARIANT -> variant((TypeDef.Variant) types.definition(type), depth);
            case SEQUENCE -> sequence(shapes.inner(type), depth);
            case SET -> sequence(shapes.entryType(type), depth);
            case PAIR_MAP -> sequence(shapes.entryType(type), depth);
            case OBJECT_MAP -> map(shapes.entryType(type), depth);
            case ARRAY -> array((TypeDef.Array) types.definition(type), depth);
            case COMPACT -> compact(shapes.inner(type), depth);
            case BITS ->
                    JSON.stringNode(
                            Bits.of(types, (TypeDef.BitSequence) types.definition(type)).read(in));
        };
    }

    /** Fields as a call, an event or a variant has them: named an object, else a list. */
    JsonNode fields(List<Field> fields, int depth) {
        if (!fields.isEmpty() && fields.stream().allMatch(Field::isNamed)) {
            ObjectNode object = JSON.objectNode();
            for (Field field : fields) {
                object.set(field.name(), value(field.type(), depth + 1));
            }
            return object;
        }
        ArrayNode list = JSON.arrayNode(fields.size());
        for (Field field : fields) {
            list.add(value(field.type(), depth + 1));
        }
        return list;
    }

    private JsonNode composite(int type, int depth) {
        if (types.definition(type) instanceof TypeDef.Composite(List<Field> fields)) {
            return fields(fields, depth);
        }
        ArrayNode list = JSON.arrayNode();
        for (int item : ((TypeDef.Tuple) types.definition(type)).types()) {
            list.add(value(item, depth + 1));
        }
        return list;
    }

    private JsonNode variant(TypeDef.Variant variant, int depth) {
        int start = in.offset();
        int index = in.readUByte();
        VariantCase found =
                variant.byIndex(index)
                        .orElseThrow(() ->
                                new ScaleException(start, "no variant has the index " + index));
        List<Field> fields = found.fields();
        if (fields.isEmpty()) {
            return JSON.stringNode(found.name());
        }
        JsonNode content =
                fields.size() == 1 && !fields.getFirst().isNamed()
                        ? value(fields.getFirst().type(), depth + 1)
                        : fields(fields, depth);
        return JSON.objectNode().set(found.name(), content);
    }

    private JsonNode sequence(int item, int depth) {
        int count = count(item);
        ArrayNode list = JSON.arrayNode(count);
        for (int i = 0; i < count; i++) {
            list.add(value(item, depth + 1));
        }
        return list;
    }

    private JsonNode array(TypeDef.Array array, int depth) {
        long bytes = array.length() * shapes.minSize(array.type());
        if (bytes > in.remaining() || array.length() > budget) {
            throw new ScaleException(
                    in.offset(),
                    "an array of "
                            + array.length()
                            + " items, "
                            + in.remaining()
                            + " bytes are left");
        }
        ArrayNode list = JSON.arrayNode((int) array.length());
        for (int i = 0; i < array.length(); i++) {
            list.add(value(array.type(), depth + 1));
        }
        return list;
    }

    private JsonNode map(int entry, int depth) {
        List<Integer> pair = ((TypeDef.Tuple) types.definition(entry)).types();
        int count = count(entry);
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < count; i++) {
            int start = in.offset();
            String key = value(pair.get(0), depth + 1).asString();
            if (object.replace(key, value(pair.get(1), depth + 1)) != null) {
                throw new ScaleException(start, "the key " + key + " stands twice in a map");
            }
        }
        return object;
    }

    private int count(int item) {
        int start = in.offset();
        int count = in.readCount(shapes.minSize(item));
        if (count > budget) {
            throw new ScaleException(
                    start, count + " items are claimed, " + in.remaining() + " bytes are left");
        }
        return count;
    }

    private JsonNode fixedBytes(long length) {
        if (length > in.remaining()) {
            throw new ScaleException(
                    in.offset(), "expected " + length + " more bytes, found " + in.remaining());
        }
        return JSON.stringNode(in.readFixed((int) length).toHex());
    }

    private JsonNode compact(int inner, int depth) {
        return switch (types.definition(inner)) {
            case TypeDef.Basic(Primitive primitive) when primitive.isUnsigned() -> {
                int start = in.offset();
                BigInteger value = in.readCompact();
                if (value.bitLength() > primitive.size() * 8) {
                    throw new ScaleException(
                            start, "compact " + value + " does not fit " + primitive.scaleName());
                }
                yield number(primitive, value);
            }
            case TypeDef.Composite(List<Field> fields) when fields.isEmpty() -> JSON.nullNode();
            case TypeDef.Tuple(List<Integer> items) when items.isEmpty() -> JSON.nullNode();
            case TypeDef.Tuple(List<Integer> items) when items.size() == 1 && depth < MAX_DEPTH ->
                    compact(items.getFirst(), depth + 1);
            case TypeDef.Composite(List<Field> fields)
                    when fields.size() == 1 && depth < MAX_DEPTH -> {
                Field field = fields.getFirst();
                JsonNode value = compact(field.type(), depth + 1);
                yield field.isNamed() ? JSON.objectNode().set(field.name(), value) : value;
            }
            default ->
                    throw new ScaleException(in.offset(), "type " + inner + " has no compact form");
        };
    }

    private JsonNode primitive(Primitive primitive) {
        return switch (primitive) {
            case BOOL -> JSON.booleanNode(in.readBoolean());
            case STR -> JSON.stringNode(in.readString());
            case CHAR -> character();
            case U8 -> JSON.numberNode(in.readUByte());
            case U16 -> JSON.numberNode(in.readUint16());
            case U32 -> number(in.readUint32());
            case U64 -> JSON.stringNode(Long.toUnsignedString(in.readLong()));
            case U128, U256 -> JSON.stringNode(in.readUint(primitive.size()).toString());
            case I8 -> JSON.numberNode((int) in.readByte());
            case I16 -> JSON.numberNode((int) (short) in.readUint16());
            case I32 -> JSON.numberNode(in.readInt32());
            case I64 -> JSON.stringNode(Long.toString(in.readLong()));
            case I128, I256 -> JSON.stringNode(in.readInt(primitive.size()).toString());
        };
    }

    private JsonNode character() {
        int start = in.offset();
        long point = in.readUint32();
        if (point > Character.MAX_CODE_POINT
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            throw new ScaleException(start, "0x" + Long.toHexString(point) + " is no character");
        }
        return JSON.stringNode(Character.toString((int) point));
    }

    private boolean flag(String what) {
        int flag = in.readUByte();
        if (flag > 1) {
            throw new ScaleException(in.offset() - 1, what + " is 0 or 1, found " + flag);
        }
        return flag == 1;
    }

    /** Up to 32 bits a number, else a decimal string. */
    private static JsonNode number(Primitive primitive, BigInteger value) {
        return primitive.size() <= 4
                ? number(value.longValueExact())
                : JSON.stringNode(value.toString());
    }

    /** The node that a JSON parser makes of the same number, so that both are equal. */
    private static JsonNode number(long value) {
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }
}
