package io.hypha.node.metadata;

import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.Arrays;
import java.util.List;

/** Reads the portable type registry of scale-info 2, the same in V14 to V16. */
final class TypeReader {

    private static final Primitive[] PRIMITIVES = Primitive.values();

    private final ScaleCodecReader in;

    TypeReader(ScaleCodecReader in) {
        this.in = in;
    }

    TypeRegistry read() {
        int start = in.offset();
        int count = in.readCount(5);
        Type[] types = new Type[count];
        for (int i = 0; i < count; i++) {
            types[i] = type();
        }
        try {
            return new TypeRegistry(Arrays.asList(types));
        } catch (IllegalArgumentException e) {
            throw new ScaleException(start, "type registry: " + e.getMessage());
        }
    }

    private Type type() {
        int id = in.readCompactInt();
        String[] path = new String[in.readCount(1)];
        for (int i = 0; i < path.length; i++) {
            path[i] = in.readString();
        }
        TypeParameter[] parameters = new TypeParameter[in.readCount(2)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] =
                    new TypeParameter(
                            in.readString(),
                            in.readBoolean() ? in.readCompactInt() : TypeParameter.SKIPPED);
        }
        TypeDef definition = definition();
        docs();
        return new Type(id, List.of(path), List.of(parameters), definition);
    }

    private TypeDef definition() {
        int kind = in.readUByte();
        return switch (kind) {
            case 0 -> new TypeDef.Composite(fields());
            case 1 -> new TypeDef.Variant(cases());
            case 2 -> new TypeDef.Sequence(in.readCompactInt());
            case 3 -> new TypeDef.Array(in.readUint32(), in.readCompactInt());
            case 4 -> tuple();
            case 5 -> primitive();
            case 6 -> new TypeDef.Compact(in.readCompactInt());
            case 7 -> new TypeDef.BitSequence(in.readCompactInt(), in.readCompactInt());
            default ->
                    throw new ScaleException(
                            in.offset() - 1, "a type definition is 0..7, found " + kind);
        };
    }

    private List<Field> fields() {
        int count = in.readCount(4);
        if (count == 0) {
            return List.of();
        }
        Field[] fields = new Field[count];
        for (int i = 0; i < count; i++) {
            String name = maybe();
            int type = in.readCompactInt();
            fields[i] = new Field(name, type, maybe());
            docs();
        }
        return List.of(fields);
    }

    private List<VariantCase> cases() {
        VariantCase[] cases = new VariantCase[in.readCount(4)];
        for (int i = 0; i < cases.length; i++) {
            String name = in.readString();
            List<Field> fields = fields();
            cases[i] = new VariantCase(name, in.readUByte(), fields);
            docs();
        }
        return List.of(cases);
    }

    private TypeDef tuple() {
        Integer[] items = new Integer[in.readCount(1)];
        for (int i = 0; i < items.length; i++) {
            items[i] = in.readCompactInt();
        }
        return new TypeDef.Tuple(List.of(items));
    }

    private TypeDef primitive() {
        int index = in.readUByte();
        if (index >= PRIMITIVES.length) {
            throw new ScaleException(in.offset() - 1, "a primitive is 0..14, found " + index);
        }
        return new TypeDef.Basic(PRIMITIVES[index]);
    }

    private String maybe() {
        return in.readBoolean() ? in.readString() : "";
    }

    private void docs() {
        for (int left = in.readCount(1); left > 0; left--) {
            in.skipByteVector();
        }
    }
}
