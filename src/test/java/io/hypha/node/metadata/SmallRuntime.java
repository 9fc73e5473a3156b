package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/** A runtime of two pallets that uses every kind of type, storage and extension once. */
final class SmallRuntime {

    private SmallRuntime() {}

    static RuntimeMetadata metadata() {
        MetadataBuilder runtime = new MetadataBuilder("small_runtime");
        TypeRegistryBuilder types = runtime.types();
        int u8 = types.primitive(Primitive.U8);
        int u16 = types.primitive(Primitive.U16);
        int u32 = types.primitive(Primitive.U32);
        int u64 = types.primitive(Primitive.U64);
        int account = types.accountId();
        int hash = types.h256();
        int unit = types.unit();
        int version =
                types.composite(
                        "sp_version::RuntimeVersion",
                        Field.named("spec_name", types.primitive(Primitive.STR)),
                        Field.named("impl_name", types.primitive(Primitive.STR)),
                        Field.named("authoring_version", u32),
                        Field.named("spec_version", u32),
                        Field.named("impl_version", u32),
                        Field.named("apis", types.sequence(types.tuple(types.array(8, u8), u32))),
                        Field.named("transaction_version", u32),
                        Field.named("system_version", u8));
        int phase =
                types.variant(
                        "frame_system::Phase",
                        VariantCase.of("ApplyExtrinsic", 0, Field.unnamed(u32)),
                        VariantCase.of("Finalization", 1),
                        VariantCase.of("Initialization", 2));
        int events = runtime.eventRecords(phase, hash);
        runtime.pallet("System", 0, "frame_system")
                .plain("Events", StorageEntry.Modifier.DEFAULT, events, Bytes.ofInts(0))
                .calls(
                        VariantCase.of("remark", 0, Field.named("remark", types.byteVector())),
                        VariantCase.of(
                                "batch",
                                4,
                                Field.named("calls", types.sequence(runtime.callType()))))
                .events(VariantCase.of("ExtrinsicSuccess", 0))
                .errors(VariantCase.of("InvalidSpecName", 0), VariantCase.of("CallFiltered", 5))
                .constant("Version", version, version())
                .constant("SS58Prefix", u16, Bytes.ofInts(42, 0));
        MetadataBuilder.PalletBuilder shelf =
                runtime.pallet("Shelf", 7, "pallet_shelf")
                        .events(
                                VariantCase.of(
                                        "Stored", 2, Field.unnamed(account), Field.unnamed(u64)))
                        .calls(
                                VariantCase.of(
                                        "store",
                                        88,
                                        Field.named("key", u16),
                                        Field.named("bits", types.bits(Primitive.U8, false)),
                                        Field.named("amounts", types.map(u32, types.compact(u64))),
                                        Field.named(
                                                "maybe",
                                                types.option(types.result(types.set(u16), unit)))));
        for (StorageHasher hasher : StorageHasher.values()) {
            shelf.map(
                    "By" + hasher.label(),
                    StorageEntry.Modifier.OPTIONAL,
                    List.of(hasher),
                    List.of(u16),
                    u64,
                    Bytes.ofInts(0));
        }
        shelf.map(
                "Deep",
                StorageEntry.Modifier.DEFAULT,
                List.of(StorageHasher.BLAKE2_128_CONCAT, StorageHasher.IDENTITY),
                List.of(account, u16),
                u64,
                Bytes.of(new byte[8]));
        runtime.api("Core", 5)
                .method("version", version)
                .method("execute_block", unit, Field.named("block", types.byteVector()));
        int address =
                types.add(
                        "sp_runtime::multiaddress::MultiAddress",
                        List.of(
                                new TypeParameter("AccountId", account),
                                new TypeParameter("AccountIndex", unit)),
                        new TypeDef.Variant(
                                List.of(
                                        VariantCase.of("Id", 0, Field.unnamed(account)),
                                        VariantCase.of(
                                                "Raw", 2, Field.unnamed(types.byteVector())))));
        int signature =
                types.variant(
                        "sp_runtime::MultiSignature",
                        VariantCase.of("Ed25519", 0, Field.unnamed(types.array(64, u8))),
                        VariantCase.of("Sr25519", 1, Field.unnamed(types.array(64, u8))),
                        VariantCase.of("Ecdsa", 2, Field.unnamed(types.array(65, u8))));
        int nonce = types.composite("frame_system::CheckNonce", Field.unnamed(types.compact(u32)));
        int nothing = types.composite("frame_system::CheckGenesis");
        return runtime.extrinsic(address, signature)
                .extrinsicVersions(4, 5)
                .extension("CheckGenesis", nothing, hash)
                .extension("CheckNonce", nonce, unit)
                .build();
    }

    private static Bytes version() {
        return new ScaleCodecWriter()
                .writeString("small")
                .writeString("small")
                .writeUint32(1)
                .writeUint32(3)
                .writeUint32(1)
                .writeCompact(0)
                .writeUint32(2)
                .writeUByte(1)
                .toBytes();
    }
}
