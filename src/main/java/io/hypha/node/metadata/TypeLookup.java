package io.hypha.node.metadata;

import java.util.List;
import java.util.Optional;

/** Finds the type that a person means. */
public final class TypeLookup {

    private TypeLookup() {}

    /**
     * The type that {@code text} names: an id; {@code Pallet.Item}, a storage item's value or else
     * a constant; {@code Api_method}, its result; a path or its last segment; or an expression such
     * as {@code Vec<Option<i8>>}, whose names may also be those of the metadata.
     *
     * @throws ValueException when nothing has that name, or several types have
     */
    public static ResolvedType find(RuntimeMetadata metadata, String text) {
        TypeRegistry types = metadata.types();
        String wanted = text.strip();
        if (wanted.matches("[0-9]{1,9}")) {
            int id = Integer.parseInt(wanted);
            if (!types.contains(id)) {
                throw new ValueException("type", "no type " + id + ", there are " + types.size());
            }
            return new ResolvedType(types, id);
        }
        Optional<Integer> member =
                ofPallet(metadata, wanted)
                        .or(() -> metadata.apiMethod(wanted).map(RuntimeApi.Method::output));
        if (member.isPresent()) {
            return new ResolvedType(types, member.get());
        }
        List<Type> named = types.named(wanted);
        return named.isEmpty()
                ? TypeExpression.resolve(types, wanted)
                : new ResolvedType(types, only(wanted, named).id());
    }

    /** The one type among {@code named}. */
    static Type only(String name, List<Type> named) {
        if (named.size() > 1) {
            List<String> candidates =
                    named.stream()
                            .limit(8)
                            .map(type -> type.id() + " " + String.join("::", type.path()))
                            .toList();
            throw new ValueException(
                    "type",
                    name
                            + " names "
                            + named.size()
                            + " types, use an id: "
                            + String.join(", ", candidates));
        }
        return named.getFirst();
    }

    private static Optional<Integer> ofPallet(RuntimeMetadata metadata, String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String item = text.substring(dot + 1);
        Pallet pallet =
                metadata.pallet(text.substring(0, dot))
                        .orElseThrow(() ->
                                new ValueException("type", "no pallet " + text.substring(0, dot)));
        return Optional.of(
                pallet.entry(item)
                        .map(StorageEntry::valueType)
                        .or(() -> pallet.constant(item).map(Constant::type))
                        .orElseThrow(() ->
                                new ValueException(
                                        "type",
                                        pallet.name()
                                                + " has no storage item or constant "
                                                + item)));
    }
}
