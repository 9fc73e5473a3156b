package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One writing of one value: JSON to SCALE bytes, or a {@link ValueException} that says where it
 * does not fit.
 */
final class ValueEncoder {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TypeRegistry types;
    private final TypeShapes shapes;

    ValueEncoder(TypeRegistry types, TypeShapes shapes) {
        this.types = types;
        this.shapes = shapes;
    }

    void write(int type, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        if (depth > ValueDecoder.MAX_DEPTH) {
            throw path.wrong("values are nested deeper than " + ValueDecoder.MAX_DEPTH);
        }
        switch (shapes.shape(type)) {
            case PRIMITIVE ->
                    PrimitiveText.write(
                            ((TypeDef.Basic) types.definition(type)).primitive(), value, path, out);
            case NEWTYPE -> write(shapes.inner(type), value, path, depth + 1, out);
            case STRUCT, FIELDS -> fields(fieldsOf(type), value, path, depth, out);
            case ACCOUNT -> out.writeFixed(ByteText.account(value, path));
            case BYTES -> out.writeByteVector(ByteText.bytes(value, path));
            case FIXED_BYTES ->
                    out.writeFixed(
                            ByteText.fixed(
                                    ((TypeDef.Array) types.definition(type)).length(),
                                    value,
                                    path));
            case UNIT -> {
                if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
                    throw path.wrong("expected null, found " + Found.in(value));
                }
            }
            case OPTION, OPTION_OF_NULLABLE -> option(type, value, path, depth, out);
            case VARIANT -> variant(types.type(type), value, path, depth, out);
            case SEQUENCE -> sequence(shapes.inner(type), value, path, depth, out);
            case ARRAY -> array((TypeDef.Array) types.definition(type), value, path, depth, out);
            case SET -> set(shapes.entryType(type), value, path, depth, out);
            case OBJECT_MAP, PAIR_MAP -> map(shapes.entryType(type), value, path, depth, out);
            case COMPACT -> compact(shapes.inner(type), value, path, depth, out);
            case BITS -> {
                String bits = value.isString() ? value.stringValue() : "?";
                if (!bits.matches("[01]*")) {
                    throw path.wrong("expected a text of 0 and 1, found " + Found.in(value));
                }
                bits(type, path).write(bits, out);
            }
        }
    }

    /**
     * Fields of a call, a struct or a variant: an object by their names, or a list in their order.
     */
    void fields(
            List<Field> fields, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        if (value.isObject() && fields.stream().allMatch(Field::isNamed)) {
            for (String name : value.propertyNames()) {
                if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                    throw path.wrong("no field " + name + ", expected " + names(fields));
                }
            }
            for (Field field : fields) {
                JsonNode content = value.path(field.name());
                if (content.isMissingNode()) {
                    throw path.field(field.name()).wrong("missing, expected " + names(fields));
                }
                write(field.type(), content, path.field(field.name()), depth + 1, out);
            }
            return;
        }
        if (!value.isArray() || value.size() != fields.size()) {
            throw path.wrong(
                    "expected "
                            + fields.size()
                            + " values "
                            + names(fields)
                            + ", found "
                            + Found.in(value));
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            ValuePath place = field.isNamed() ? path.field(field.name()) : path.item(i);
            write(field.type(), value.get(i), place, depth + 1, out);
        }
    }

    private Bits bits(int type, ValuePath path) {
        try {
            return Bits.of(types, (TypeDef.BitSequence) types.definition(type));
        } catch (ScaleException e) {
            throw path.wrong(e.getMessage());
        }
    }

    private List<Field> fieldsOf(int type) {
        return switch (types.definition(type)) {
            case TypeDef.Composite(List<Field> fields) -> fields;
            case TypeDef.Tuple(List<Integer> items) -> items.stream().map(Field::unnamed).toList();
            default -> throw new IllegalStateException("type " + type + " has no fields");
        };
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream().map(field -> field.isNamed() ? field.name() : "_").toList();
    }

    private void option(int type, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        if (value.isNull()) {
            out.writeUByte(0);
            return;
        }
        boolean some =
                shapes.shape(type) == Shape.OPTION_OF_NULLABLE
                        && value.isObject()
                        && value.size() == 1
                        && value.has("Some");
        out.writeUByte(1);
        write(
                shapes.inner(type),
                some ? value.get("Some") : value,
                some ? path.field("Some") : path,
                depth + 1,
                out);
    }

    private void variant(
            Type type, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        TypeDef.Variant variant = (TypeDef.Variant) type.definition();
        String name;
        JsonNode content = JSON.nullNode();
        if (value.isString()) {
            name = value.stringValue();
            // An account where an address is asked for: the usual way to write MultiAddress::Id.
            if (type.name().equals("MultiAddress") && variant.byName(name).isEmpty()) {
                content = value;
                name = "Id";
            }
        } else if (value.isObject() && value.size() == 1) {
            Map.Entry<String, JsonNode> only = value.properties().iterator().next();
            name = only.getKey();
            content = only.getValue();
        } else {
            throw path.wrong(
                    "expected a variant's name or an object with it, found " + Found.in(value));
        }
        String wanted = name;
        VariantCase found =
                variant.byName(name)
                        .orElseThrow(() ->
                                path.wrong(
                                        "no variant "
                                                + wanted
                                                + ", expected one of "
                                                + variant.cases().stream()
                                                        .limit(12)
                                                        .map(VariantCase::name)
                                                        .toList()));
        out.writeUByte(found.index());
        List<Field> fields = found.fields();
        ValuePath place = path.field(name);
        if (fields.isEmpty()) {
            if (!content.isNull() && !(content.isContainer() && content.isEmpty())) {
                throw place.wrong("carries nothing, found " + Found.in(content));
            }
        } else if (fields.size() == 1 && !fields.getFirst().isNamed()) {
            write(fields.getFirst().type(), content, place, depth + 1, out);
        } else {
            fields(fields, content, place, depth, out);
        }
    }

    private void sequence(
            int item, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        requireList(value, path);
        out.writeCompact(value.size());
        for (int i = 0; i < value.size(); i++) {
            write(item, value.get(i), path.item(i), depth + 1, out);
        }
    }

    private void array(
            TypeDef.Array array, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        requireList(value, path);
        if (value.size() != array.length()) {
            throw path.wrong("expected " + array.length() + " values, found " + value.size());
        }
        for (int i = 0; i < value.size(); i++) {
            write(array.type(), value.get(i), path.item(i), depth + 1, out);
        }
    }

    private void set(int item, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        requireList(value, path);
        List<Bytes> items = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            items.add(single(item, value.get(i), path.item(i), depth));
        }
        SortedEntries.set(items, order(item)).write(path, out);
    }

    private void map(int entry, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        List<Integer> pair = ((TypeDef.Tuple) types.definition(entry)).types();
        List<SortedEntries.Entry> entries = new ArrayList<>();
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> each : value.properties()) {
                ValuePath place = path.field(each.getKey());
                entries.add(
                        new SortedEntries.Entry(
                                single(pair.get(0), JSON.stringNode(each.getKey()), place, depth),
                                single(pair.get(1), each.getValue(), place, depth)));
            }
        } else {
            requireList(value, path);
            for (int i = 0; i < value.size(); i++) {
                JsonNode each = value.get(i);
                ValuePath place = path.item(i);
                if (!each.isArray() || each.size() != 2) {
                    throw place.wrong("expected a pair of key and value, found " + Found.in(each));
                }
                entries.add(
                        new SortedEntries.Entry(
                                single(pair.get(0), each.get(0), place.item(0), depth),
                                single(pair.get(1), each.get(1), place.item(1), depth)));
            }
        }
        SortedEntries.map(entries, order(pair.get(0))).write(path, out);
    }

    private Comparator<Bytes> order(int type) {
        ScaleOrder order = new ScaleOrder(types, shapes);
        return (left, right) -> order.compare(type, left, right);
    }

    private Bytes single(int type, JsonNode value, ValuePath path, int depth) {
        ScaleCodecWriter out = new ScaleCodecWriter();
        write(type, value, path, depth + 1, out);
        return out.toBytes();
    }

    private void compact(
            int inner, JsonNode value, ValuePath path, int depth, ScaleCodecWriter out) {
        switch (types.definition(inner)) {
            case TypeDef.Basic(Primitive primitive) when primitive.isUnsigned() ->
                    out.writeCompact(WholeNumber.read(primitive, value, path));
            case TypeDef.Tuple(List<Integer> items)
                    when items.size() == 1 && depth < ValueDecoder.MAX_DEPTH ->
                    compact(items.getFirst(), value, path, depth + 1, out);
            case TypeDef.Composite(List<Field> fields)
                    when fields.size() == 1 && depth < ValueDecoder.MAX_DEPTH -> {
                Field field = fields.getFirst();
                boolean byName = field.isNamed() && value.isObject() && value.has(field.name());
                compact(
                        field.type(),
                        byName ? value.get(field.name()) : value,
                        byName ? path.field(field.name()) : path,
                        depth + 1,
                        out);
            }
            case TypeDef.Tuple(List<Integer> items) when items.isEmpty() ->
                    write(inner, value, path, depth + 1, out);
            case TypeDef.Composite(List<Field> fields) when fields.isEmpty() ->
                    write(inner, value, path, depth + 1, out);
            default -> throw path.wrong("type " + inner + " has no compact form");
        }
    }

    private static void requireList(JsonNode value, ValuePath path) {
        if (!value.isArray()) {
            throw path.wrong("expected a list, found " + Found.in(value));
        }
    }
}
