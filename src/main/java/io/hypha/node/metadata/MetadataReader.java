package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads metadata V14, V15 and V16 in one pass. Documentation and deprecations are passed over.
 *
 * <p>Source of the layout: {@code frame-metadata} 23, modules {@code v14}, {@code v15}, {@code
 * v16}.
 */
final class MetadataReader {

    private final MetadataCursor cursor;
    private final ScaleCodecReader in;
    private final TypeRegistry types;

    private MetadataReader(MetadataCursor cursor, TypeRegistry types) {
        this.cursor = cursor;
        this.in = cursor.in;
        this.types = types;
    }

    static RuntimeMetadata read(Bytes encoded) {
        ScaleCodecReader in = new ScaleCodecReader(encoded);
        if (!in.readFixed(4).equals(MetadataBlob.MAGIC)) {
            throw new ScaleException(0, "metadata begins with \"meta\"");
        }
        int version = in.readUByte();
        if (version < 14 || version > 16) {
            throw new ScaleException(4, "metadata V" + version + " is not one of V14, V15, V16");
        }
        TypeRegistry types = new TypeReader(in).read();
        RuntimeMetadata metadata =
                new MetadataReader(new MetadataCursor(in, version, types.size()), types)
                        .afterTypes();
        in.requireEnd();
        return metadata;
    }

    private RuntimeMetadata afterTypes() {
        PalletReader palletReader = new PalletReader(cursor, types);
        List<Pallet> pallets = cursor.list(4, palletReader::read);
        return switch (cursor.version) {
            case 14 -> restOf14(pallets);
            case 15 -> restOf15(pallets);
            default -> restOf16(pallets);
        };
    }

    private RuntimeMetadata restOf14(List<Pallet> pallets) {
        int wholeAt = in.offset();
        Type whole = types.type(cursor.typeId());
        int format = in.readUByte();
        List<ExtrinsicFormat.Extension> extensions = cursor.list(3, this::extension);
        cursor.typeId();
        ExtrinsicFormat extrinsic =
                new ExtrinsicFormat(
                        List.of(format),
                        parameter(whole, "Address", wholeAt),
                        parameter(whole, "Call", wholeAt),
                        parameter(whole, "Signature", wholeAt),
                        extensions);
        return new RuntimeMetadata(
                cursor.version,
                types,
                pallets,
                extrinsic,
                List.of(),
                extrinsic.callType(),
                eventTypeOf14(types, pallets),
                outerEnum(types, "RuntimeError"));
    }

    private RuntimeMetadata restOf15(List<Pallet> pallets) {
        int format = in.readUByte();
        int address = cursor.typeId();
        int call = cursor.typeId();
        int signature = cursor.typeId();
        cursor.typeId();
        List<ExtrinsicFormat.Extension> extensions = cursor.list(3, this::extension);
        cursor.typeId();
        return withApis(
                pallets,
                new ExtrinsicFormat(List.of(format), address, call, signature, extensions));
    }

    private RuntimeMetadata restOf16(List<Pallet> pallets) {
        List<Integer> formats = cursor.list(1, in::readUByte);
        int address = cursor.typeId();
        int call = cursor.typeId();
        int signature = cursor.typeId();
        int placesAt = in.offset();
        // Version 0 of the extensions is the one that extrinsic format 4 carries.
        Optional<List<Integer>> places = Optional.empty();
        for (int left = in.readCount(2); left > 0; left--) {
            int extensionVersion = in.readUByte();
            List<Integer> order = cursor.list(1, in::readCompactInt);
            if (extensionVersion == 0) {
                places = Optional.of(order);
            }
        }
        List<ExtrinsicFormat.Extension> all = cursor.list(3, this::extension);
        List<ExtrinsicFormat.Extension> ordered =
                places.map(order -> pick(all, order, placesAt)).orElse(all);
        return withApis(pallets, new ExtrinsicFormat(formats, address, call, signature, ordered));
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

    private RuntimeMetadata withApis(List<Pallet> pallets, ExtrinsicFormat extrinsic) {
        List<RuntimeApi> apis = cursor.list(3, this::api);
        int call = cursor.typeId();
        int event = cursor.typeId();
        int error = cursor.typeId();
        for (int left = in.readCount(3); left > 0; left--) {
            in.skipByteVector();
            cursor.typeId();
            in.skipByteVector();
        }
        return new RuntimeMetadata(
                cursor.version, types, pallets, extrinsic, apis, call, event, error);
    }

    private ExtrinsicFormat.Extension extension() {
        return new ExtrinsicFormat.Extension(in.readString(), cursor.typeId(), cursor.typeId());
    }

    private RuntimeApi api() {
        String name = in.readString();
        List<RuntimeApi.Method> methods =
                cursor.list(
                        4,
                        () -> {
                            String method = in.readString();
                            List<Field> inputs =
                                    cursor.list(
                                            2, () -> Field.named(in.readString(), cursor.typeId()));
                            int output = cursor.typeId();
                            cursor.docs();
                            cursor.deprecation();
                            return new RuntimeApi.Method(method, inputs, output);
                        });
        cursor.docs();
        int apiVersion = cursor.version > 15 ? in.readCompactInt() : 0;
        cursor.deprecation();
        return new RuntimeApi(name, apiVersion, methods);
    }

    /** V14 tells the parts of an extrinsic only as parameters of its type. */
    private static int parameter(Type type, String name, int offset) {
        for (TypeParameter each : type.parameters()) {
            if (each.name().equals(name) && !each.isSkipped()) {
                return each.type();
            }
        }
        throw new ScaleException(
                offset, "the extrinsic type " + type.id() + " has no parameter " + name);
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
                    && types.definition(events.get().valueType())
                            instanceof TypeDef.Sequence(int item)
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
