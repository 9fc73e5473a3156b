package io.hypha.node.metadata;

import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Walks through encoded values and notes the leaves that somebody needs to read them. */
final class TouchedTypes {

    /** Calls of calls of calls: the runtime itself refuses more than 8. */
    private static final int MAX_DEPTH = 256;

    /** Values walked through; a sequence of empty values costs no bytes. */
    private static final int MAX_VALUES = 1_000_000;

    private final TypeRegistry types;
    private final DigestTypes digest;
    private final ScaleCodecReader in;
    private final Set<Integer> leaves = new TreeSet<>();
    private int values;

    TouchedTypes(TypeRegistry types, DigestTypes digest, ScaleCodecReader in) {
        this.types = types;
        this.digest = digest;
        this.in = in;
    }

    /** The leaves of all values read so far. */
    Set<Integer> leaves() {
        return leaves;
    }

    /**
     * Reads one value.
     *
     * @throws ScaleException when the bytes are no value of that type, or too much of it
     */
    void read(int type) {
        read(type, 0);
    }

    private void read(int type, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ScaleException(in.offset(), "values nested deeper than " + MAX_DEPTH);
        }
        if (++values > MAX_VALUES) {
            throw new ScaleException(in.offset(), "more than " + MAX_VALUES + " values");
        }
        switch (types.definition(type)) {
            case TypeDef.Basic(Primitive primitive) -> basic(primitive);
            case TypeDef.Compact(int inner) -> {
                if (digest.compact(inner) != DigestTypes.VOID) {
                    in.readCompact();
                }
            }
            case TypeDef.Composite(List<Field> fields) -> {
                if (!fields.isEmpty()) {
                    leaves.add(digest.leaf(type));
                    fields(fields, depth);
                }
            }
            case TypeDef.Tuple(List<Integer> items) -> {
                if (!items.isEmpty()) {
                    leaves.add(digest.leaf(type));
                    items.forEach(item -> read(item, depth + 1));
                }
            }
            case TypeDef.Variant variant -> variant(type, variant, depth);
            case TypeDef.Sequence(int item) -> {
                leaves.add(digest.leaf(type));
                items(item, in.readCompactInt(), depth);
            }
            case TypeDef.Array(long length, int item) -> {
                leaves.add(digest.leaf(type));
                items(item, length, depth);
            }
            case TypeDef.BitSequence bits -> {
                leaves.add(digest.leaf(type));
                Bits.of(types, bits).read(in);
            }
        }
    }

    private void variant(int type, TypeDef.Variant variant, int depth) {
        if (variant.cases().isEmpty()) {
            return;
        }
        int start = in.offset();
        int index = in.readUByte();
        VariantCase found =
                variant.byIndex(index)
                        .orElseThrow(() ->
                                new ScaleException(
                                        start, "type " + type + " has no case of index " + index));
        leaves.add(digest.leaf(type, variant.cases(), found));
        fields(found.fields(), depth);
    }

    private void fields(List<Field> fields, int depth) {
        fields.forEach(field -> read(field.type(), depth + 1));
    }

    /** Numbers touch no leaf: they are passed over at once. */
    private void items(int item, long count, int depth) {
        if (types.definition(item) instanceof TypeDef.Basic(Primitive primitive)
                && primitive != Primitive.STR) {
            long size = count * primitive.size();
            if (size > in.remaining()) {
                throw new ScaleException(
                        in.offset(),
                        count + " items are claimed, " + in.remaining() + " bytes are left");
            }
            in.skip((int) size);
            return;
        }
        for (long i = 0; i < count; i++) {
            read(item, depth + 1);
        }
    }

    private void basic(Primitive primitive) {
        if (primitive == Primitive.STR) {
            in.skipByteVector();
        } else {
            in.skip(primitive.size());
        }
    }
}
