package io.hypha.node.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a type written as in Rust: {@code Vec<Option<i8>>}, {@code [u8; 4]}, {@code BTreeMap<u32,
 * u8>}, {@code (u8, Compact<u64>)}. Primitives and the standard containers need no metadata.
 */
public final class TypeExpression {

    private static final int MAX_LENGTH = 4096;
    private static final int MAX_DEPTH = 64;

    private final TypeRegistry base;
    private final TypeRegistryBuilder types;
    private final String text;
    private int at;

    private TypeExpression(TypeRegistry base, String text) {
        this.base = base;
        this.types = new TypeRegistryBuilder(base);
        this.text = text;
    }

    /**
     * The type over primitives and standard containers alone.
     *
     * @throws ValueException when the text is no such type
     */
    public static ResolvedType resolve(String text) {
        return resolve(new TypeRegistry(List.of()), text);
    }

    /**
     * The type, in whose text also names of {@code base} may stand.
     *
     * @throws ValueException when the text is no such type
     */
    public static ResolvedType resolve(TypeRegistry base, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ValueException("type", "longer than " + MAX_LENGTH + " characters");
        }
        TypeExpression expression = new TypeExpression(base, text);
        int type = expression.type(0);
        expression.spaces();
        if (expression.at < text.length()) {
            throw expression.wrong("unexpected \"" + text.charAt(expression.at) + "\"");
        }
        return new ResolvedType(expression.types.build(), type);
    }

    private int type(int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("nested deeper than " + MAX_DEPTH);
        }
        if (take('(')) {
            return tuple(depth);
        }
        if (take('[')) {
            int item = type(depth + 1);
            expect(';');
            int array = types.array(length(), item);
            expect(']');
            return array;
        }
        String name = name();
        List<Integer> arguments = new ArrayList<>();
        if (take('<')) {
            if (isBits(name)) {
                return bits();
            }
            do {
                arguments.add(type(depth + 1));
            } while (take(','));
            expect('>');
        }
        return standard(name, arguments).orElseGet(() -> ofMetadata(name, arguments));
    }

    private int tuple(int depth) {
        List<Integer> items = new ArrayList<>();
        while (!take(')')) {
            items.add(type(depth + 1));
            if (!take(',')) {
                expect(')');
                // (T) is T in brackets, (T,) a tuple of one; both look the same in JSON and in
                // bytes.
                break;
            }
        }
        return types.tuple(items.stream().mapToInt(Integer::intValue).toArray());
    }

    private Optional<Integer> standard(String name, List<Integer> arguments) {
        String last = name.substring(name.lastIndexOf(':') + 1);
        return switch (arguments.size()) {
            case 0 -> plain(last);
            case 1 ->
                    switch (last) {
                        case "Vec",
                                "VecDeque",
                                "LinkedList",
                                "BinaryHeap",
                                "BoundedVec",
                                "WeakBoundedVec" ->
                                Optional.of(types.sequence(arguments.getFirst()));
                        case "Option" -> Optional.of(types.option(arguments.getFirst()));
                        case "Compact" -> Optional.of(types.compact(arguments.getFirst()));
                        case "BTreeSet" -> Optional.of(types.set(arguments.getFirst()));
                        case "Box", "Rc", "Arc", "Cow" -> Optional.of(arguments.getFirst());
                        default -> Optional.empty();
                    };
            case 2 ->
                    switch (last) {
                        case "Result" ->
                                Optional.of(types.result(arguments.get(0), arguments.get(1)));
                        case "BTreeMap" ->
                                Optional.of(types.map(arguments.get(0), arguments.get(1)));
                        default -> Optional.empty();
                    };
            default -> Optional.empty();
        };
    }

    private Optional<Integer> plain(String name) {
        for (Primitive primitive : Primitive.values()) {
            if (primitive.scaleName().equals(name)) {
                return Optional.of(types.primitive(primitive));
            }
        }
        if (!base.named(name).isEmpty()) {
            return Optional.empty();
        }
        return switch (name) {
            case "String", "Text" -> Optional.of(types.primitive(Primitive.STR));
            case "Bytes" -> Optional.of(types.byteVector());
            case "BitVec" -> Optional.of(types.bits(Primitive.U8, true));
            case "AccountId32", "AccountId" -> Optional.of(types.accountId());
            case "H160" -> Optional.of(types.array(20, types.primitive(Primitive.U8)));
            case "H256", "Hash" -> Optional.of(types.h256());
            case "H512" -> Optional.of(types.array(64, types.primitive(Primitive.U8)));
            default -> Optional.empty();
        };
    }

    private int ofMetadata(String name, List<Integer> arguments) {
        List<Type> named =
                base.named(name).stream()
                        .filter(type -> arguments.isEmpty() || hasArguments(type, arguments))
                        .toList();
        if (named.isEmpty()) {
            throw wrong("no type " + name + (arguments.isEmpty() ? "" : " with these parameters"));
        }
        return TypeLookup.only(name, named).id();
    }

    private static boolean hasArguments(Type type, List<Integer> arguments) {
        return type.parameters().stream().map(TypeParameter::type).toList().equals(arguments);
    }

    private static boolean isBits(String name) {
        return name.equals("BitVec") || name.endsWith("::BitVec");
    }

    /** {@code BitVec<u8, Lsb0>}, the opening bracket read. */
    private int bits() {
        String store = name();
        expect(',');
        String order = name();
        expect('>');
        Primitive primitive =
                switch (store) {
                    case "u8" -> Primitive.U8;
                    case "u16" -> Primitive.U16;
                    case "u32" -> Primitive.U32;
                    case "u64" -> Primitive.U64;
                    default -> throw wrong("a BitVec stores u8, u16, u32 or u64, not " + store);
                };
        return switch (order.substring(order.lastIndexOf(':') + 1)) {
            case "Lsb0" -> types.bits(primitive, true);
            case "Msb0" -> types.bits(primitive, false);
            default -> throw wrong("a BitVec's order is Lsb0 or Msb0, not " + order);
        };
    }

    private long length() {
        spaces();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start
                || at - start > 10
                || Long.parseLong(text.substring(start, at)) > 0xffff_ffffL) {
            throw wrong("expected a length of 0..2^32-1");
        }
        return Long.parseLong(text.substring(start, at));
    }

    private String name() {
        spaces();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at))
                        || text.charAt(at) == '_'
                        || text.startsWith("::", at)
                        || (text.charAt(at) == ':' && at > start && text.charAt(at - 1) == ':'))) {
            at++;
        }
        if (at == start) {
            throw wrong("expected a type");
        }
        return text.substring(start, at);
    }

    private boolean take(char wanted) {
        spaces();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw wrong("expected \"" + wanted + "\"");
        }
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ValueException wrong(String reason) {
        return new ValueException(
                "type", reason + " at character " + (at + 1) + " of \"" + text + "\"");
    }
}
