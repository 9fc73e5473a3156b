package io.hypha.node.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects types and gives each an id; asking twice for the same type gives the same id. A type
 * that contains itself is {@link #reserve reserved} first and {@link #define defined} later.
 */
public final class TypeRegistryBuilder {

    private record Content(List<String> path, List<TypeParameter> parameters, TypeDef definition) {}

    private final List<@Nullable Content> contents = new ArrayList<>();
    private final Map<Content, Integer> ids = new HashMap<>();

    public TypeRegistryBuilder() {}

    /** Begins with all types of {@code base}, which keep their ids. */
    public TypeRegistryBuilder(TypeRegistry base) {
        for (Type type : base.types()) {
            Content content = new Content(type.path(), type.parameters(), type.definition());
            ids.putIfAbsent(content, contents.size());
            contents.add(content);
        }
    }

    public int primitive(Primitive primitive) {
        return add(List.of(), List.of(), new TypeDef.Basic(primitive));
    }

    public int sequence(int item) {
        return add(List.of(), List.of(), new TypeDef.Sequence(item));
    }

    public int array(long length, int item) {
        return add(List.of(), List.of(), new TypeDef.Array(length, item));
    }

    public int tuple(int... items) {
        return add(List.of(), List.of(), new TypeDef.Tuple(Arrays.stream(items).boxed().toList()));
    }

    /** The empty tuple. */
    public int unit() {
        return tuple();
    }

    public int compact(int inner) {
        return add(List.of(), List.of(), new TypeDef.Compact(inner));
    }

    /** {@code BitVec<store, Lsb0>} or {@code Msb0}; the store is u8, u16, u32 or u64. */
    public int bits(Primitive store, boolean leastSignificantFirst) {
        String order = leastSignificantFirst ? "Lsb0" : "Msb0";
        return add(
                List.of(),
                List.of(),
                new TypeDef.BitSequence(primitive(store), composite("bitvec::order::" + order)));
    }

    /** {@code Vec<u8>}. */
    public int byteVector() {
        return sequence(primitive(Primitive.U8));
    }

    /** A struct at {@code path}, segments joined by {@code ::}. */
    public int composite(String path, Field... fields) {
        return add(segments(path), List.of(), new TypeDef.Composite(List.of(fields)));
    }

    /** An enum at {@code path}, segments joined by {@code ::}. */
    public int variant(String path, VariantCase... cases) {
        return variant(path, List.of(cases));
    }

    public int variant(String path, List<VariantCase> cases) {
        return add(segments(path), List.of(), new TypeDef.Variant(cases));
    }

    public int option(int value) {
        return add(
                List.of("Option"),
                List.of(new TypeParameter("T", value)),
                new TypeDef.Variant(
                        List.of(
                                VariantCase.of("None", 0),
                                VariantCase.of("Some", 1, Field.unnamed(value)))));
    }

    public int result(int ok, int error) {
        return add(
                List.of("Result"),
                List.of(new TypeParameter("T", ok), new TypeParameter("E", error)),
                new TypeDef.Variant(
                        List.of(
                                VariantCase.of("Ok", 0, Field.unnamed(ok)),
                                VariantCase.of("Err", 1, Field.unnamed(error)))));
    }

    /** {@code BTreeMap<key, value>}. */
    public int map(int key, int value) {
        return add(
                List.of("BTreeMap"),
                List.of(new TypeParameter("K", key), new TypeParameter("V", value)),
                new TypeDef.Composite(List.of(Field.unnamed(sequence(tuple(key, value))))));
    }

    /** {@code BTreeSet<item>}. */
    public int set(int item) {
        return add(
                List.of("BTreeSet"),
                List.of(new TypeParameter("T", item)),
                new TypeDef.Composite(List.of(Field.unnamed(sequence(item)))));
    }

    /** {@code sp_core::crypto::AccountId32}. */
    public int accountId() {
        return composite(
                "sp_core::crypto::AccountId32",
                new Field("", array(32, primitive(Primitive.U8)), "[u8; 32]"));
    }

    /** {@code primitive_types::H256}. */
    public int h256() {
        return composite(
                "primitive_types::H256",
                new Field("", array(32, primitive(Primitive.U8)), "[u8; 32]"));
    }

    /** Any type. Path segments are joined by {@code ::}; empty for none. */
    public int add(String path, List<TypeParameter> parameters, TypeDef definition) {
        return add(segments(path), parameters, definition);
    }

    /** An id whose type follows with {@link #define}. */
    public int reserve() {
        contents.add(null);
        return contents.size() - 1;
    }

    /** Gives a reserved id its type. */
    public void define(int id, String path, List<TypeParameter> parameters, TypeDef definition) {
        if (contents.get(id) != null) {
            throw new IllegalStateException("type " + id + " is defined already");
        }
        Content content = new Content(segments(path), List.copyOf(parameters), definition);
        contents.set(id, content);
        ids.putIfAbsent(content, id);
    }

    /**
     * All types so far.
     *
     * @throws IllegalStateException when a reserved id was not defined
     */
    public TypeRegistry build() {
        List<Type> types = new ArrayList<>(contents.size());
        for (Content content : contents) {
            if (content == null) {
                throw new IllegalStateException(
                        "type " + types.size() + " is reserved and not defined");
            }
            types.add(
                    new Type(
                            types.size(),
                            content.path(),
                            content.parameters(),
                            content.definition()));
        }
        return new TypeRegistry(types);
    }

    private int add(List<String> path, List<TypeParameter> parameters, TypeDef definition) {
        Content content = new Content(path, List.copyOf(parameters), definition);
        Integer known = ids.get(content);
        if (known != null) {
            return known;
        }
        ids.put(content, contents.size());
        contents.add(content);
        return contents.size() - 1;
    }

    private static List<String> segments(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("::", -1));
    }
}
