package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Values of any type of one registry, bytes to JSON and back, by the mapping of the contract's
 * section 1: up to 32 bits a number, wider a decimal string; {@code AccountId32} as SS58 with
 * prefix 42; bytes as hex; a struct or tuple of one unnamed field as that field.
 *
 * <p>An Option whose value may itself be null (an Option, a unit) is null or {@code {"Some":
 * value}}. Maps and sets are written in the order of their keys, whatever the order of the input.
 * Safe for use by several threads.
 */
public final class DynamicCodec {

    private static final int MAX_TYPE_DEPTH = 64;

    private final TypeRegistry types;
    private final TypeShapes shapes;

    DynamicCodec(TypeRegistry types) {
        this.types = types;
        this.shapes = new TypeShapes(types);
    }

    public TypeRegistry types() {
        return types;
    }

    /**
     * A value that takes all the bytes.
     *
     * @throws ScaleException when the bytes are no such value, or bytes are left over
     */
    public JsonNode decode(int type, Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        JsonNode value = decode(type, reader);
        reader.requireEnd();
        return value;
    }

    /**
     * Reads one value and leaves the cursor after it.
     *
     * @throws ScaleException when the bytes are no such value
     */
    public JsonNode decode(int type, ScaleCodecReader reader) {
        return new ValueDecoder(types, shapes, reader).value(type, 0);
    }

    /**
     * Reads fields one after the other, those of a call say: an object by their names, or a list
     * where they have none.
     *
     * @throws ScaleException when the bytes are no such values
     */
    public JsonNode decodeFields(List<Field> fields, ScaleCodecReader reader) {
        return new ValueDecoder(types, shapes, reader).fields(fields, 0);
    }

    /**
     * Encodes {@code value}.
     *
     * @throws ValueException when it does not fit the type
     */
    public Bytes encode(int type, JsonNode value) {
        return encode(type, value, "");
    }

    /**
     * Encodes {@code value}, whose place in the caller's input is {@code path}.
     *
     * @throws ValueException when it does not fit the type
     */
    public Bytes encode(int type, JsonNode value, String path) {
        ScaleCodecWriter out = new ScaleCodecWriter();
        new ValueEncoder(types, shapes).write(type, value, ValuePath.of(path), 0, out);
        return out.toBytes();
    }

    /**
     * Encodes fields one after the other.
     *
     * @param values an object by the fields' names or a list in their order
     * @throws ValueException when one does not fit
     */
    public void encodeFields(
            List<Field> fields, JsonNode values, String path, ScaleCodecWriter out) {
        new ValueEncoder(types, shapes).fields(fields, values, ValuePath.of(path), 0, out);
    }

    /**
     * Whether values of this type take no bytes at all, as the data of most transaction extensions
     * do.
     */
    public boolean isEmpty(int type) {
        return isEmpty(type, 0);
    }

    private boolean isEmpty(int type, int depth) {
        if (depth > MAX_TYPE_DEPTH) {
            return false;
        }
        return switch (types.definition(type)) {
            case TypeDef.Composite(List<Field> fields) ->
                    fields.stream().allMatch(field -> isEmpty(field.type(), depth + 1));
            case TypeDef.Tuple(List<Integer> items) ->
                    items.stream().allMatch(item -> isEmpty(item, depth + 1));
            case TypeDef.Array(long length, int item) -> length == 0 || isEmpty(item, depth + 1);
            case TypeDef.Compact(int inner) -> isEmpty(inner, depth + 1);
            case TypeDef.Variant _, TypeDef.Sequence _, TypeDef.Basic _, TypeDef.BitSequence _ ->
                    false;
        };
    }
}
