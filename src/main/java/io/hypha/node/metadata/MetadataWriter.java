package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes metadata bytes, {@code meta} and the version first, without documentation and
 * deprecations.
 *
 * <p>Source of the layout: {@code frame-metadata} 23, modules {@code v14}, {@code v15}, {@code
 * v16}.
 */
public final class MetadataWriter {

    /** The newest version that is written. */
    static final int NEWEST = 16;

    private static final String EXTRINSIC_PATH =
            "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic";

    private final RuntimeMetadata metadata;
    private final int version;
    private final ScaleCodecWriter out = new ScaleCodecWriter();

    private MetadataWriter(RuntimeMetadata metadata, int version) {
        this.metadata = metadata;
        this.version = version;
    }

    /**
     * The metadata in that version's layout. Types that the layouts need beside those of the
     * pallets (the runtime, the extrinsic, the tuple of extensions) are added after the others,
     * whose ids are the same in each version.
     *
     * @throws IllegalArgumentException when the version is none of 14, 15, 16
     */
    public static Bytes encode(RuntimeMetadata metadata, int version) {
        if (version < 14 || version > NEWEST) {
            throw new IllegalArgumentException(
                    "metadata is written as V14, V15 or V16, not V" + version);
        }
        return new MetadataWriter(metadata, version).write();
    }

    private Bytes write() {
        out.writeFixed(MetadataBlob.MAGIC).writeUByte(version);
        ExtrinsicFormat extrinsic = metadata.extrinsic();
        TypeRegistryBuilder types = new TypeRegistryBuilder(metadata.types());
        int extra =
                types.tuple(
                        extrinsic.extensions().stream()
                                .mapToInt(ExtrinsicFormat.Extension::extraType)
                                .toArray());
        int whole = uncheckedExtrinsic(types, extrinsic, extra);
        int runtime = version < 16 ? types.composite("hypha::Runtime") : Pallet.NONE;
        int error =
                metadata.errorType() == Pallet.NONE ? runtimeError(types) : metadata.errorType();
        types(types.build());
        out.writeVector(metadata.pallets(), (_, pallet) -> pallet(pallet));
        extrinsic(extrinsic, whole, extra);
        if (version < 16) {
            out.writeCompact(runtime);
        }
        if (version > 14) {
            out.writeVector(metadata.apis(), (_, api) -> api(api));
            out.writeCompact(metadata.callType())
                    .writeCompact(metadata.eventType())
                    .writeCompact(error);
            out.writeCompact(0);
        }
        return out.toBytes();
    }

    /**
     * The type that V14 names for the whole extrinsic. The later versions name its parts instead, but {@code
     * @polkadot/api} still finds the call type by this type's path.
     */
    private int uncheckedExtrinsic(TypeRegistryBuilder types, ExtrinsicFormat format, int extra) {
        for (Type type : metadata.types().named(EXTRINSIC_PATH)) {
            if (type.parameters().size() == 4) {
                return type.id();
            }
        }
        List<TypeParameter> parameters =
                List.of(
                        new TypeParameter("Address", format.addressType()),
                        new TypeParameter("Call", format.callType()),
                        new TypeParameter("Signature", format.signatureType()),
                        new TypeParameter("Extra", extra));
        return types.add(
                EXTRINSIC_PATH,
                parameters,
                new TypeDef.Composite(List.of(Field.unnamed(types.byteVector()))));
    }

    /** V14 does not name this enum, V15 must. */
    private int runtimeError(TypeRegistryBuilder types) {
        List<VariantCase> cases = new ArrayList<>();
        for (Pallet pallet : metadata.pallets()) {
            if (pallet.errorType() != Pallet.NONE) {
                cases.add(
                        VariantCase.of(
                                pallet.name(), pallet.index(), Field.unnamed(pallet.errorType())));
            }
        }
        return types.variant("hypha::RuntimeError", cases);
    }

    private void types(TypeRegistry registry) {
        out.writeVector(
                registry.types(),
                (_, type) -> {
                    out.writeCompact(type.id());
                    out.writeVector(type.path(), ScaleCodecWriter::writeString);
                    out.writeVector(
                            type.parameters(),
                            (_, parameter) -> {
                                out.writeString(parameter.name())
                                        .writeBoolean(!parameter.isSkipped());
                                if (!parameter.isSkipped()) {
                                    out.writeCompact(parameter.type());
                                }
                            });
                    definition(type.definition());
                    noDocs();
                });
    }

    private void definition(TypeDef definition) {
        switch (definition) {
            case TypeDef.Composite(List<Field> fields) -> {
                out.writeUByte(0);
                fields(fields);
            }
            case TypeDef.Variant(List<VariantCase> cases) -> {
                out.writeUByte(1);
                out.writeVector(
                        cases,
                        (_, each) -> {
                            out.writeString(each.name());
                            fields(each.fields());
                            out.writeUByte(each.index());
                            noDocs();
                        });
            }
            case TypeDef.Sequence(int item) -> out.writeUByte(2).writeCompact(item);
            case TypeDef.Array(long length, int item) ->
                    out.writeUByte(3).writeUint32(length).writeCompact(item);
            case TypeDef.Tuple(List<Integer> items) ->
                    out.writeUByte(4).writeVector(items, (_, item) -> out.writeCompact(item));
            case TypeDef.Basic(Primitive primitive) ->
                    out.writeUByte(5).writeUByte(primitive.code());
            case TypeDef.Compact(int inner) -> out.writeUByte(6).writeCompact(inner);
            case TypeDef.BitSequence(int store, int order) ->
                    out.writeUByte(7).writeCompact(store).writeCompact(order);
        }
    }

    private void fields(List<Field> fields) {
        out.writeVector(
                fields,
                (_, field) -> {
                    maybe(field.name());
                    out.writeCompact(field.type());
                    maybe(field.typeName());
                    noDocs();
                });
    }

    private void maybe(String text) {
        out.writeBoolean(!text.isEmpty());
        if (!text.isEmpty()) {
            out.writeString(text);
        }
    }

    private void pallet(Pallet pallet) {
        out.writeString(pallet.name());
        out.writeBoolean(pallet.hasStorage());
        if (pallet.hasStorage()) {
            out.writeString(pallet.storagePrefix());
            out.writeVector(pallet.storage(), (_, entry) -> entry(entry));
        }
        enumType(pallet.callType());
        enumType(pallet.eventType());
        out.writeVector(
                pallet.constants(),
                (_, constant) -> {
                    out.writeString(constant.name())
                            .writeCompact(constant.type())
                            .writeByteVector(constant.value());
                    noDocs();
                    notDeprecated();
                });
        enumType(pallet.errorType());
        if (version > 15) {
            out.writeCompact(0).writeCompact(0);
        }
        out.writeUByte(pallet.index());
        if (version > 14) {
            noDocs();
        }
        notDeprecated();
    }

    private void enumType(int type) {
        out.writeBoolean(type != Pallet.NONE);
        if (type != Pallet.NONE) {
            out.writeCompact(type);
            if (version > 15) {
                out.writeCompact(0);
            }
        }
    }

    private void entry(StorageEntry entry) {
        out.writeString(entry.name()).writeUByte(entry.modifier().code());
        if (entry.isMap()) {
            out.writeUByte(1)
                    .writeVector(entry.hashers(), (_, hasher) -> out.writeUByte(hasher.code()))
                    .writeCompact(entry.keyType());
        } else {
            out.writeUByte(0);
        }
        out.writeCompact(entry.valueType()).writeByteVector(entry.fallback());
        noDocs();
        notDeprecated();
    }

    private void extrinsic(ExtrinsicFormat extrinsic, int whole, int extra) {
        int oldest = extrinsic.versions().stream().mapToInt(Integer::intValue).min().orElse(4);
        switch (version) {
            case 14 -> out.writeCompact(whole).writeUByte(oldest);
            case 15 -> {
                out.writeUByte(oldest);
                parts(extrinsic);
                out.writeCompact(extra);
            }
            default -> {
                out.writeVector(extrinsic.versions(), ScaleCodecWriter::writeUByte);
                parts(extrinsic);
                List<Integer> places = new ArrayList<>();
                for (int i = 0; i < extrinsic.extensions().size(); i++) {
                    places.add(i);
                }
                out.writeCompact(1).writeUByte(0);
                out.writeVector(places, (_, place) -> out.writeCompact(place));
            }
        }
        out.writeVector(
                extrinsic.extensions(),
                (_, extension) ->
                        out.writeString(extension.identifier())
                                .writeCompact(extension.extraType())
                                .writeCompact(extension.implicitType()));
    }

    private void parts(ExtrinsicFormat extrinsic) {
        out.writeCompact(extrinsic.addressType())
                .writeCompact(extrinsic.callType())
                .writeCompact(extrinsic.signatureType());
    }

    private void api(RuntimeApi api) {
        out.writeString(api.name());
        out.writeVector(
                api.methods(),
                (_, method) -> {
                    out.writeString(method.name());
                    out.writeVector(
                            method.inputs(),
                            (_, input) -> out.writeString(input.name()).writeCompact(input.type()));
                    out.writeCompact(method.output());
                    noDocs();
                    notDeprecated();
                });
        noDocs();
        if (version > 15) {
            out.writeCompact(api.version());
        }
        notDeprecated();
    }

    private void noDocs() {
        out.writeCompact(0);
    }

    /** V16 says of each item whether it is deprecated. */
    private void notDeprecated() {
        if (version > 15) {
            out.writeUByte(0);
        }
    }
}
