package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Values of any type of one registry, bytes to JSON and back, by the mapping of the contract's section 1. */
public final class DynamicCodec {

    private final TypeRegistry types;

    public DynamicCodec(TypeRegistry types) {
        this.types = types;
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
        if (types.size() >= 0) {
            throw new IllegalStateException("not built yet");
        }
        return tools.jackson.databind.node.JsonNodeFactory.instance.nullNode();
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
        if (types.size() >= 0) {
            throw new IllegalStateException("not built yet");
        }
        return Bytes.EMPTY;
    }

    void encodeFields(List<Field> fields, JsonNode args, String path, ScaleCodecWriter out) {
        if (types.size() >= 0) {
            throw new IllegalStateException("not built yet");
        }
        out.size();
    }
}
