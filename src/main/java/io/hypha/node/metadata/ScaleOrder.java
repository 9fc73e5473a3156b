package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import java.util.List;

/**
 * The order that Rust's derived {@code Ord} gives values of a type, worked out on their encodings:
 * keys of maps and items of sets are encoded in it.
 */
final class ScaleOrder {

    private final TypeRegistry types;
    private final TypeShapes shapes;

    ScaleOrder(TypeRegistry types, TypeShapes shapes) {
        this.types = types;
        this.shapes = shapes;
    }

    /** Compares two valid encodings of {@code type}. */
    int compare(int type, Bytes left, Bytes right) {
        return compare(type, new ScaleCodecReader(left), new ScaleCodecReader(right));
    }

    private int compare(int type, ScaleCodecReader left, ScaleCodecReader right) {
        return switch (types.definition(type)) {
            case TypeDef.Composite(List<Field> fields) -> fields(fields, left, right);
            case TypeDef.Tuple(List<Integer> items) -> {
                for (int item : items) {
                    int order = compare(item, left, right);
                    if (order != 0) {
                        yield order;
                    }
                }
                yield 0;
            }
            case TypeDef.Variant variant -> variant(variant, left, right);
            case TypeDef.Sequence(int item) ->
                    items(item, left.readCompactInt(), right.readCompactInt(), left, right);
            case TypeDef.Array(long length, int item) ->
                    items(item, (int) length, (int) length, left, right);
            case TypeDef.Basic(Primitive primitive) -> primitive(primitive, left, right);
            case TypeDef.Compact(int inner) ->
                    shapes.minSize(inner) == 0
                            ? 0
                            : left.readCompact().compareTo(right.readCompact());
            case TypeDef.BitSequence bits -> {
                Bits layout = Bits.of(types, bits);
                yield layout.read(left).compareTo(layout.read(right));
            }
        };
    }

    private int fields(List<Field> fields, ScaleCodecReader left, ScaleCodecReader right) {
        for (Field field : fields) {
            int order = compare(field.type(), left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int variant(TypeDef.Variant variant, ScaleCodecReader left, ScaleCodecReader right) {
        int index = left.readUByte();
        int order = Integer.compare(index, right.readUByte());
        if (order != 0) {
            return order;
        }
        return variant.byIndex(index).map(found -> fields(found.fields(), left, right)).orElse(0);
    }

    private int items(
            int item,
            int leftCount,
            int rightCount,
            ScaleCodecReader left,
            ScaleCodecReader right) {
        for (int i = 0; i < Math.min(leftCount, rightCount); i++) {
            int order = compare(item, left, right);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(leftCount, rightCount);
    }

    private static int primitive(
            Primitive primitive, ScaleCodecReader left, ScaleCodecReader right) {
        if (primitive == Primitive.STR) {
            return left.readByteVector().compareTo(right.readByteVector());
        }
        return primitive.isSigned()
                ? left.readInt(primitive.size()).compareTo(right.readInt(primitive.size()))
                : left.readUint(primitive.size()).compareTo(right.readUint(primitive.size()));
    }
}
