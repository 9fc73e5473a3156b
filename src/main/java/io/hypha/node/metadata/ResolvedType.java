package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import tools.jackson.databind.JsonNode;

/** A type and the registry in which it stands. */
public record ResolvedType(TypeRegistry types, int type) {

    /**
     * A value that takes all the bytes.
     *
     * @throws io.hypha.node.scale.ScaleException when the bytes are no such value, or bytes are
     *     left over
     */
    public JsonNode decode(Bytes encoded) {
        return types.codec().decode(type, encoded);
    }

    /**
     * Encodes {@code value}.
     *
     * @throws ValueException when it does not fit the type
     */
    public Bytes encode(JsonNode value) {
        return types.codec().encode(type, value);
    }
}
