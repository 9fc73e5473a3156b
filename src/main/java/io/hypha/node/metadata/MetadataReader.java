package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads metadata V14, V15 and V16 in one pass. Documentation and deprecations are passed over.
 *
 * <p>Source of the layout: {@code frame-metadata} 23, modules {@code v14}, {@code v15}, {@code v16}.
 */
final class MetadataReader {

    private static final StorageHasher[] HASHERS = StorageHasher.values();

    private final ScaleCodecReader in;
    private int version;
    private int typeCount;

    MetadataReader(Bytes metadata) {
        this.in = new ScaleCodecReader(metadata);
    }

    RuntimeMetadata read() {
        if (!in.readFixed(4).equals(MetadataBlob.MAGIC)) {
            throw new ScaleException(0, "metadata begins with \"meta\"");
        }
        version = in.readUByte();
        if (version < 14 || version > 16) {
            throw new ScaleException(4, "metadata V" + version + " is not one of V14, V15, V16");
        }
        TypeRegistry types = new TypeReader(in).read();
        typeCount = types.size();
        List<Pallet> pallets = list(4, () -> pallet(types));
        RuntimeMetadata metadata =
                switch (version) {
                    case 14 -> restOf14(types, pallets);
                    case 15 -> restOf15(types, pallets);
                    default -> restOf16(types, pallets);
                };
        in.requireEnd();
        return metadata;
    }

    private RuntimeMetadata restOf14(TypeRegistry types, List<Pallet> pallets) {
        Type whole = types.type(typeId());
        int format = in.readUByte();
        List<ExtrinsicFormat.Extension> extensions = list(3, this::extension);
        typeId();
        ExtrinsicFormat extrinsic = new ExtrinsicFormat(
                List.of(format),
                parameter(whole, "Address"),
                parameter(whole, "Call"),
                parameter(whole, "Signature"),
                extensions);
        return new RuntimeMetadata(
                version,
                types,
                pallets,
                extrinsic,
                List.of(),
                extrinsic.callType(),
                eventTypeOf14(types, pallets),
                outerEnum(types, "RuntimeError"));
    }

    private RuntimeMetadata restOf15(TypeRegistry types, List<Pallet> pallets) {
        int format = in.readUByte();
        int address = typeId();
        int call = typeId();
        int signature = typeId();
        typeId();
        List<ExtrinsicFormat.Extension> extensions = list(3, this::extension);
        typeId();
        return withApis(
                types, pallets, new ExtrinsicFormat(List.of(format), address, call, signature, extensions));
    }

    private RuntimeMetadata restOf16(TypeRegistry types, List<Pallet> pallets) {
        List<Integer> formats = list(1, in::readUByte);
        int address = typeId();
        int call = typeId();
        int signature = typeId();
        int placesAt = in.offset();
        // Version 0 of the extensions is the one that extrinsic format 4 carries.
        Optional<List<Integer>> places = Optional.empty();
        for (int left = in.readCount(2); left > 0; left--) {
            int extensionVersion = in.readUByte();
            List<Integer> order = list(1, in::readCompactInt);
            if (extensionVersion == 0) {
                places = Optional.of(order);
            }
        }
        List<ExtrinsicFormat.Extension> all = list(3, this::extension);
        List<ExtrinsicFormat.Extension> ordered = places.map(order -> pick(all, order, placesAt)).orElse(all);
        return withApis(types, pallets, new ExtrinsicFormat(formats, address, call, signature, ordered));
    }

    private static List<ExtrinsicFormat.Extension> pick(
            List<ExtrinsicFormat.Extension> all, List<Integer> order, int offset) {
        List<ExtrinsicFormat.Extension> picked = new ArrayList<>(order.size());
        for (int place : order) {
            if (place >= all.size()) {
                throw new ScaleException(offset, "extension " + place + " of " + all.size());
            }
            picked.add(all.get(place));
        }
        return picked;
    }

    private RuntimeMetadata withApis(TypeRegistry types, List<Pallet> pallets, ExtrinsicFormat extrinsic) {
        List<RuntimeApi> apis = list(3, this::api);
        int call = typeId();
        int event = typeId();
        int error = typeId();
        for (int left = in.readCount(3); left > 0; left--) {
            in.skipByteVector();
            typeId();
            in.skipByteVector();
        }
        return new RuntimeMetadata(version, types, pallets, extrinsic, apis, call, event, error);
    }

    private Pallet pallet(TypeRegistry types) {
        String name = in.readString();
        String prefix = "";
        List<StorageEntry> storage = List.of();
        if (in.readBoolean()) {
            prefix = in.readString();
            storage = list(6, () -> entry(types));
        }
        int calls = enumType();
        int events = enumType();
        List<Constant> constants = list(4, this::constant);
        int errors = enumType();
        if (version > 15) {
            for (int left = in.readCount(3); left > 0; left--) {
                in.skipByteVector();
                typeId();
                docs();
            }
            for (int left = in.readCount(36); left > 0; left--) {
                viewFunction();
            }
        }
        int index = in.readUByte();
        if (version > 14) {
            docs();
        }
        deprecation();
        return new Pallet(name, index, prefix, storage, calls, events, errors, constants);
    }

    private void viewFunction() {
        in.skip(32);
        in.skipByteVector();
        for (int left = in.readCount(2); left > 0; left--) {
            in.skipByteVector();
            typeId();
        }
        typeId();
        docs();
        deprecation();
    }

    private int enumType() {
        if (!in.readBoolean()) {
            return Pallet.NONE;
        }
        int type = typeId();
        if (version > 15) {
            for (int left = in.readCount(2); left > 0; left--) {
                in.skip(1);
                deprecationOf(1);
            }
        }
        return type;
    }

    private StorageEntry entry(TypeRegistry types) {
        String name = in.readString();
        int modifier = in.readUByte();
        if (modifier > 1) {
            throw new ScaleException(in.offset() - 1, "a storage modifier is 0 or 1, found " + modifier);
        }
        List<StorageHasher> hashers = List.of();
        List<Integer> keyTypes = List.of();
        int keyType = Pallet.NONE;
        if (in.readBoolean()) {
            int start = in.offset();
            hashers = list(1, this::hasher);
            keyType = typeId();
            keyTypes = keyParts(types, hashers.size(), keyType, start);
        }
        int valueType = typeId();
        Bytes fallback = in.readByteVector();
        docs();
        deprecation();
        return new StorageEntry(
                name,
                modifier == 0 ? StorageEntry.Modifier.OPTIONAL : StorageEntry.Modifier.DEFAULT,
                hashers,
                keyTypes,
                keyType,
                valueType,
                fallback);
    }

    /** One hasher takes the whole key, a tuple too; several take the parts of a tuple. */
    private static List<Integer> keyParts(TypeRegistry types, int hashers, int keyType, int offset) {
        if (hashers == 1) {
            return List.of(keyType);
        }
        if (hashers > 1
                && types.definition(keyType) instanceof TypeDef.Tuple(List<Integer> parts)
                && parts.size() == hashers) {
            return parts;
        }
        throw new ScaleException(offset, hashers + " hashers do not fit key type " + keyType);
    }

    private StorageHasher hasher() {
        int index = in.readUByte();
        if (index >= HASHERS.length) {
            throw new ScaleException(in.offset() - 1, "a storage hasher is 0..6, found " + index);
        }
        return HASHERS[index];
    }

    private Constant constant() {
        Constant constant = new Constant(in.readString(), typeId(), in.readByteVector());
        docs();
        deprecation();
        return constant;
    }

    private ExtrinsicFormat.Extension extension() {
        return new ExtrinsicFormat.Extension(in.readString(), typeId(), typeId());
    }

    private RuntimeApi api() {
        String name = in.readString();
        List<RuntimeApi.Method> methods = list(4, () -> {
            String method = in.readString();
            List<Field> inputs = list(2, () -> Field.named(in.readString(), typeId()));
            int output = typeId();
            docs();
            deprecation();
            return new RuntimeApi.Method(method, inputs, output);
        });
        docs();
        int apiVersion = version > 15 ? in.readCompactInt() : 0;
        deprecation();
        return new RuntimeApi(name, apiVersion, methods);
    }

    private void docs() {
        for (int left = in.readCount(1); left > 0; left--) {
            in.skipByteVector();
        }
    }

    private void deprecation() {
        if (version > 15) {
            deprecationOf(0);
        }
    }

    /** 0 not deprecated, 1 deprecated, 2 deprecated with a note and maybe a version. */
    private void deprecationOf(int least) {
        int kind = in.readUByte();
        if (kind < least || kind > 2) {
            throw new ScaleException(in.offset() - 1, "a deprecation is " + least + "..2, found " + kind);
        }
        if (kind == 2) {
            in.skipByteVector();
            if (in.readBoolean()) {
                in.skipByteVector();
            }
        }
    }

    private int typeId() {
        int start = in.offset();
        int id = in.readCompactInt();
        if (id >= typeCount) {
            throw new ScaleException(start, "type " + id + " is not among " + typeCount + " types");
        }
        return id;
    }

    private <T> List<T> list(int minItemSize, java.util.function.Supplier<T> item) {
        int count = in.readCount(minItemSize);
        if (count == 0) {
            return List.of();
        }
        Object[] items = new Object[count];
        for (int i = 0; i < count; i++) {
            items[i] = item.get();
        }
        @SuppressWarnings("unchecked")
        List<T> list = (List<T>) Arrays.asList(items);
        return list;
    }

    private static int parameter(Type type, String name) {
        for (TypeParameter each : type.parameters()) {
            if (each.name().equals(name)) {
                return each.type();
            }
        }
        return Pallet.NONE;
    }

    private static int outerEnum(TypeRegistry types, String name) {
        List<Type> found = types.named(name);
        return found.size() == 1 ? found.getFirst().id() : Pallet.NONE;
    }

    /** V14 does not name the event type; the items of {@code System.Events} do. */
    private static int eventTypeOf14(TypeRegistry types, List<Pallet> pallets) {
        for (Pallet pallet : pallets) {
            Optional<StorageEntry> events = pallet.entry("Events");
            if (pallet.name().equals("System")
                    && events.isPresent()
                    && types.definition(events.get().valueType()) instanceof TypeDef.Sequence(int item)
                    && types.definition(item) instanceof TypeDef.Composite(List<Field> fields)) {
                for (Field field : fields) {
                    if (field.name().equals("event")) {
                        return field.type();
                    }
                }
            }
        }
        return Pallet.NONE;
    }
}
