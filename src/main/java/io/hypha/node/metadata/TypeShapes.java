package io.hypha.node.metadata;

import java.util.Arrays;
import java.util.List;

/** Works out, once per type, how its values look in JSON and how few bytes they take. */
final class TypeShapes {

    /** Types nested deeper than this are not followed; real ones stay below 20. */
    private static final int MAX_TYPE_DEPTH = 64;

    private static final int UNKNOWN = -1;

    private final TypeRegistry types;
    private final Shape[] shapes;
    private final int[] minSizes;

    TypeShapes(TypeRegistry types) {
        this.types = types;
        this.shapes = new Shape[types.size()];
        this.minSizes = new int[types.size()];
        Arrays.fill(minSizes, UNKNOWN);
    }

    Shape shape(int type) {
        Shape shape = shapes[type];
        if (shape == null) {
            shape = work(types.type(type));
            shapes[type] = shape;
        }
        return shape;
    }

    /** The single field of a newtype. */
    int inner(int type) {
        return switch (types.definition(type)) {
            case TypeDef.Composite(List<Field> fields) -> fields.getFirst().type();
            case TypeDef.Tuple(List<Integer> items) -> items.getFirst();
            case TypeDef.Variant variant -> variant.cases().getLast().fields().getFirst().type();
            case TypeDef.Sequence(int item) -> item;
            case TypeDef.Array(_, int item) -> item;
            case TypeDef.Compact(int inner) -> inner;
            case TypeDef.Basic _, TypeDef.BitSequence _ ->
                    throw new IllegalArgumentException("type " + type + " has no inner type");
        };
    }

    /** The type within all newtypes around it. */
    int unwrapped(int type) {
        int at = type;
        for (int depth = 0; depth < MAX_TYPE_DEPTH && shape(at) == Shape.NEWTYPE; depth++) {
            at = inner(at);
        }
        return at;
    }

    /** The type of a map's entries, a tuple of two; or of a set's items. */
    int entryType(int collection) {
        return inner(inner(collection));
    }

    /**
     * A number of bytes that no value of the type can go below; how many items a claimed count can
     * really have follows from it.
     */
    int minSize(int type) {
        return minSize(type, 0);
    }

    private Shape work(Type type) {
        return switch (type.definition()) {
            case TypeDef.Composite(List<Field> fields) -> composite(type, fields);
            case TypeDef.Variant variant ->
                    isOption(type, variant) ? option(type.id()) : Shape.VARIANT;
            case TypeDef.Sequence(int item) -> isByte(item) ? Shape.BYTES : Shape.SEQUENCE;
            case TypeDef.Array(_, int item) -> isByte(item) ? Shape.FIXED_BYTES : Shape.ARRAY;
            case TypeDef.Tuple(List<Integer> items) ->
                    items.isEmpty() ? Shape.UNIT : items.size() == 1 ? Shape.NEWTYPE : Shape.FIELDS;
            case TypeDef.Basic _ -> Shape.PRIMITIVE;
            case TypeDef.Compact _ -> Shape.COMPACT;
            case TypeDef.BitSequence _ -> Shape.BITS;
        };
    }

    private Shape composite(Type type, List<Field> fields) {
        if (fields.isEmpty()) {
            return Shape.UNIT;
        }
        if (fields.stream().allMatch(Field::isNamed)) {
            return Shape.STRUCT;
        }
        if (fields.size() > 1) {
            return Shape.FIELDS;
        }
        int inner = fields.getFirst().type();
        return switch (type.name()) {
            case "AccountId32" -> isThirtyTwoBytes(inner) ? Shape.ACCOUNT : Shape.NEWTYPE;
            case "BTreeMap" -> map(inner);
            case "BTreeSet" ->
                    types.definition(inner) instanceof TypeDef.Sequence(int item) && !isByte(item)
                            ? Shape.SET
                            : Shape.NEWTYPE;
            default -> Shape.NEWTYPE;
        };
    }

    private Shape map(int inner) {
        if (types.definition(inner) instanceof TypeDef.Sequence(int entry)
                && types.definition(entry) instanceof TypeDef.Tuple(List<Integer> pair)
                && pair.size() == 2) {
            int key = unwrapped(pair.getFirst());
            return types.definition(key) instanceof TypeDef.Basic(Primitive primitive)
                            && primitive != Primitive.BOOL
                    ? Shape.OBJECT_MAP
                    : Shape.PAIR_MAP;
        }
        return Shape.NEWTYPE;
    }

    private Shape option(int type) {
        return mayBeNull(inner(type)) ? Shape.OPTION_OF_NULLABLE : Shape.OPTION;
    }

    private boolean mayBeNull(int type) {
        Type inner = types.type(type);
        for (int depth = 0; depth < MAX_TYPE_DEPTH; depth++) {
            switch (inner.definition()) {
                case TypeDef.Composite(List<Field> fields) -> {
                    if (fields.size() != 1 || fields.getFirst().isNamed()) {
                        return fields.isEmpty();
                    }
                    inner = types.type(fields.getFirst().type());
                }
                case TypeDef.Tuple(List<Integer> items) -> {
                    if (items.size() != 1) {
                        return items.isEmpty();
                    }
                    inner = types.type(items.getFirst());
                }
                case TypeDef.Variant variant -> {
                    return isOption(inner, variant);
                }
                case TypeDef.Compact(int compact) -> inner = types.type(compact);
                case TypeDef.Sequence _,
                        TypeDef.Array _,
                        TypeDef.Basic _,
                        TypeDef.BitSequence _ -> {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isOption(Type type, TypeDef.Variant variant) {
        return type.path().size() == 1
                && type.name().equals("Option")
                && variant.cases().size() == 2
                && variant.cases().get(0).index() == 0
                && variant.cases().get(0).fields().isEmpty()
                && variant.cases().get(1).index() == 1
                && variant.cases().get(1).fields().size() == 1;
    }

    private boolean isByte(int type) {
        return types.definition(type) instanceof TypeDef.Basic(Primitive primitive)
                && primitive == Primitive.U8;
    }

    private boolean isThirtyTwoBytes(int type) {
        return types.definition(type) instanceof TypeDef.Array(long length, int item)
                && length == 32
                && isByte(item);
    }

    private int minSize(int type, int depth) {
        int known = minSizes[type];
        if (known != UNKNOWN) {
            return known;
        }
        if (depth > MAX_TYPE_DEPTH) {
            return 0;
        }
        minSizes[type] = 0; // A type within itself: counting it as nothing keeps the bound true.
        long size =
                switch (types.definition(type)) {
                    case TypeDef.Composite(List<Field> fields) -> fieldsSize(fields, depth);
                    case TypeDef.Variant(List<VariantCase> cases) -> 1 + smallestCase(cases, depth);
                    case TypeDef.Sequence _, TypeDef.BitSequence _ -> 1;
                    case TypeDef.Array(long length, int item) -> length * minSize(item, depth + 1);
                    case TypeDef.Tuple(List<Integer> items) -> {
                        long sum = 0;
                        for (int item : items) {
                            sum += minSize(item, depth + 1);
                        }
                        yield sum;
                    }
                    case TypeDef.Basic(Primitive primitive) -> Math.max(1, primitive.size());
                    case TypeDef.Compact(int inner) -> Math.min(1, minSize(inner, depth + 1));
                };
        int bounded = (int) Math.min(size, 1 << 20);
        minSizes[type] = bounded;
        return bounded;
    }

    private long smallestCase(List<VariantCase> cases, int depth) {
        long smallest = Long.MAX_VALUE;
        for (VariantCase each : cases) {
            smallest = Math.min(smallest, fieldsSize(each.fields(), depth));
        }
        return cases.isEmpty() ? 0 : smallest;
    }

    private long fieldsSize(List<Field> fields, int depth) {
        long sum = 0;
        for (Field field : fields) {
            sum += minSize(field.type(), depth + 1);
        }
        return sum;
    }
}
