package io.hypha.node.metadata;

import java.util.ArrayList;
import java.util.List;

/**
 * All types of one metadata. The id of a type is its place; every id that a type names is in the
 * registry.
 */
public final class TypeRegistry {

    private final Type[] types;
    private final DynamicCodec codec;

    /**
     * A registry of {@code types} in the order of their ids.
     *
     * @throws IllegalArgumentException when an id is not the type's place or names no type
     */
    public TypeRegistry(List<Type> types) {
        this.types = types.toArray(new Type[0]);
        for (int id = 0; id < this.types.length; id++) {
            if (this.types[id].id() != id) {
                throw new IllegalArgumentException(
                        "type " + this.types[id].id() + " stands in place " + id);
            }
            checkReferences(this.types[id]);
        }
        this.codec = new DynamicCodec(this);
    }

    public int size() {
        return types.length;
    }

    public boolean contains(int id) {
        return id >= 0 && id < types.length;
    }

    /**
     * The type with that id.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Type type(int id) {
        if (!contains(id)) {
            throw new IllegalArgumentException(
                    "type " + id + " is not among " + types.length + " types");
        }
        return types[id];
    }

    public TypeDef definition(int id) {
        return type(id).definition();
    }

    /** Reads and writes values of these types. */
    public DynamicCodec codec() {
        return codec;
    }

    public List<Type> types() {
        return List.of(types);
    }

    /** Types whose path, joined by {@code ::}, or whose last segment is {@code name}. */
    public List<Type> named(String name) {
        List<Type> found = new ArrayList<>();
        boolean whole = name.contains("::");
        for (Type type : types) {
            if (!type.path().isEmpty()
                    && (whole ? String.join("::", type.path()) : type.name()).equals(name)) {
                found.add(type);
            }
        }
        return found;
    }

    private void checkReferences(Type type) {
        for (TypeParameter parameter : type.parameters()) {
            if (!parameter.isSkipped()) {
                check(type, parameter.type());
            }
        }
        switch (type.definition()) {
            case TypeDef.Composite(List<Field> fields) -> check(type, fields);
            case TypeDef.Variant(List<VariantCase> cases) ->
                    cases.forEach(each -> check(type, each.fields()));
            case TypeDef.Sequence(int item) -> check(type, item);
            case TypeDef.Array(long length, int item) -> {
                if (length < 0 || length > 0xffff_ffffL) {
                    throw new IllegalArgumentException(
                            "type " + type.id() + ": an array's length is u32");
                }
                check(type, item);
            }
            case TypeDef.Tuple(List<Integer> items) -> items.forEach(item -> check(type, item));
            case TypeDef.Basic _ -> {}
            case TypeDef.Compact(int inner) -> check(type, inner);
            case TypeDef.BitSequence(int store, int order) -> {
                check(type, store);
                check(type, order);
            }
        }
    }

    private void check(Type type, List<Field> fields) {
        for (Field field : fields) {
            check(type, field.type());
        }
    }

    private void check(Type type, int id) {
        if (!contains(id)) {
            throw new IllegalArgumentException(
                    "type " + type.id() + " names type " + id + ", there are " + types.length);
        }
    }
}
