package io.hypha.node.metadata;

/**
 * A field of a composite or of a variant.
 *
 * @param name the field's name, empty where it has none
 * @param type id of its type
 * @param typeName the type as its author wrote it, empty where unknown
 */
public record Field(String name, int type, String typeName) {

    public static Field named(String name, int type) {
        return new Field(name, type, "");
    }

    public static Field unnamed(int type) {
        return new Field("", type, "");
    }

    public boolean isNamed() {
        return !name.isEmpty();
    }
}
