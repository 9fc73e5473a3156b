package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The types of RFC-78: those an extrinsic can contain, without primitives, compacts and empty
 * types, numbered in the order of their ids.
 */
final class DigestTypes {

    private static final int COMPACT_U8 = 15;
    static final int VOID = 21;
    private static final int BY_ID = 22;
    private static final int MAX_NEWTYPES = 64;
    private static final int UNUSED = -1;

    /** A type that RFC-78 cannot express, such as a compact of a struct. */
    static final class NoReference extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoReference(String reason) {
            super(reason);
        }
    }

    private final TypeRegistry types;
    private final int[] numbers;
    private final int[] firstLeaves;

    DigestTypes(RuntimeMetadata metadata) {
        this.types = metadata.types();
        this.numbers = new int[types.size()];
        this.firstLeaves = new int[types.size()];
        Arrays.fill(numbers, UNUSED);
        collect(metadata.extrinsic());
        int number = 0;
        int leaf = 0;
        for (int id = 0; id < numbers.length; id++) {
            if (numbers[id] != UNUSED) {
                numbers[id] = number++;
                firstLeaves[id] = leaf;
                leaf +=
                        types.definition(id) instanceof TypeDef.Variant(List<VariantCase> cases)
                                ? cases.size()
                                : 1;
            }
        }
    }

    /** The place of the leaf that describes a type which is no variant. */
    int leaf(int type) {
        return firstLeaves[type];
    }

    /** The place of the leaf that describes one case of a variant. */
    int leaf(int type, List<VariantCase> cases, VariantCase wanted) {
        int before = 0;
        for (VariantCase each : cases) {
            if (each.index() < wanted.index()) {
                before++;
            }
        }
        return firstLeaves[type] + before;
    }

    /** All leaves of the tree in their order. */
    List<Bytes> leaves() {
        List<Bytes> leaves = new ArrayList<>();
        for (int id = 0; id < numbers.length; id++) {
            if (numbers[id] != UNUSED) {
                leaves(types.type(id), leaves);
            }
        }
        return leaves;
    }

    /** A reference: one byte for what is built in, else the number of the type. */
    void reference(int type, ScaleCodecWriter out) {
        switch (types.definition(type)) {
            case TypeDef.Basic(Primitive primitive) -> out.writeUByte(primitive.code());
            case TypeDef.Compact(int inner) -> out.writeUByte(compact(inner));
            default -> {
                if (numbers[type] == UNUSED) {
                    out.writeUByte(VOID);
                } else {
                    out.writeUByte(BY_ID).writeCompact(numbers[type]);
                }
            }
        }
    }

    private void collect(ExtrinsicFormat format) {
        Deque<Integer> left =
                new ArrayDeque<>(
                        List.of(format.callType(), format.addressType(), format.signatureType()));
        for (ExtrinsicFormat.Extension extension : format.extensions()) {
            left.push(extension.extraType());
            left.push(extension.implicitType());
        }
        while (!left.isEmpty()) {
            int id = left.pop();
            if (numbers[id] == UNUSED && isLeaf(types.definition(id))) {
                numbers[id] = 0;
                inner(types.definition(id), left);
            }
        }
    }

    private static boolean isLeaf(TypeDef definition) {
        return switch (definition) {
            case TypeDef.Composite(List<Field> fields) -> !fields.isEmpty();
            case TypeDef.Variant(List<VariantCase> cases) -> !cases.isEmpty();
            case TypeDef.Tuple(List<Integer> items) -> !items.isEmpty();
            case TypeDef.Sequence _, TypeDef.Array _, TypeDef.BitSequence _ -> true;
            case TypeDef.Basic _, TypeDef.Compact _ -> false;
        };
    }

    private static void inner(TypeDef definition, Deque<Integer> left) {
        switch (definition) {
            case TypeDef.Composite(List<Field> fields) ->
                    fields.forEach(field -> left.push(field.type()));
            case TypeDef.Variant(List<VariantCase> cases) ->
                    cases.forEach(each -> each.fields().forEach(field -> left.push(field.type())));
            case TypeDef.Tuple(List<Integer> items) -> items.forEach(left::push);
            case TypeDef.Sequence(int item) -> left.push(item);
            case TypeDef.Array(_, int item) -> left.push(item);
            case TypeDef.BitSequence _, TypeDef.Basic _, TypeDef.Compact _ -> {}
        }
    }

    /** The code of a compact's reference, {@link #VOID} where it encodes to nothing. */
    int compact(int type) {
        int at = type;
        for (int depth = 0; depth < MAX_NEWTYPES; depth++) {
            switch (types.definition(at)) {
                case TypeDef.Basic(Primitive primitive) when primitive.isUnsigned() -> {
                    return COMPACT_U8 + primitive.code() - Primitive.U8.code();
                }
                case TypeDef.Composite(List<Field> fields) when fields.isEmpty() -> {
                    return VOID;
                }
                case TypeDef.Tuple(List<Integer> items) when items.isEmpty() -> {
                    return VOID;
                }
                case TypeDef.Composite(List<Field> fields) when fields.size() == 1 ->
                        at = fields.getFirst().type();
                case TypeDef.Tuple(List<Integer> items) when items.size() == 1 ->
                        at = items.getFirst();
                default ->
                        throw new NoReference(
                                "a compact of type " + type + " has no form in RFC-78");
            }
        }
        throw new NoReference("a compact of type " + type + " has no form in RFC-78");
    }

    private void leaves(Type type, List<Bytes> leaves) {
        if (type.definition() instanceof TypeDef.Variant(List<VariantCase> cases)) {
            cases.stream()
                    .sorted(Comparator.comparingInt(VariantCase::index))
                    .forEach(each -> {
                        ScaleCodecWriter out = head(type);
                        out.writeUByte(1).writeString(each.name());
                        fields(each.fields(), out);
                        out.writeCompact(each.index()).writeCompact(numbers[type.id()]);
                        leaves.add(out.toBytes());
                    });
            return;
        }
        ScaleCodecWriter out = head(type);
        switch (type.definition()) {
            case TypeDef.Composite(List<Field> fields) -> {
                out.writeUByte(0);
                fields(fields, out);
            }
            case TypeDef.Sequence(int item) -> {
                out.writeUByte(2);
                reference(item, out);
            }
            case TypeDef.Array(long length, int item) -> {
                out.writeUByte(3).writeUint32(length);
                reference(item, out);
            }
            case TypeDef.Tuple(List<Integer> items) -> {
                out.writeUByte(4);
                out.writeVector(items, (_, item) -> reference(item, out));
            }
            case TypeDef.BitSequence bits -> {
                Bits layout = Bits.of(types, bits);
                out.writeUByte(5)
                        .writeUByte(layout.storeBits() / 8)
                        .writeBoolean(layout.leastSignificantFirst());
            }
            case TypeDef.Variant _, TypeDef.Basic _, TypeDef.Compact _ ->
                    throw new IllegalStateException("type " + type.id() + " is no leaf");
        }
        leaves.add(out.writeCompact(numbers[type.id()]).toBytes());
    }

    private static ScaleCodecWriter head(Type type) {
        return new ScaleCodecWriter().writeVector(type.path(), ScaleCodecWriter::writeString);
    }

    private void fields(List<Field> fields, ScaleCodecWriter out) {
        out.writeVector(
                fields,
                (_, field) -> {
                    maybe(field.name(), out);
                    reference(field.type(), out);
                    maybe(field.typeName(), out);
                });
    }

    private static void maybe(String text, ScaleCodecWriter out) {
        out.writeBoolean(!text.isEmpty());
        if (!text.isEmpty()) {
            out.writeString(text);
        }
    }
}
