package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.MetadataBuilder;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.Primitive;
import io.hypha.node.metadata.StorageEntry.Modifier;
import io.hypha.node.metadata.StorageHasher;
import io.hypha.node.metadata.TypeRegistryBuilder;
import io.hypha.node.metadata.VariantCase;
import java.util.List;

/** Metadata of a runtime that exists only in the {@link Rehearsal}: one of each kind of thing. */
final class RehearsalRuntime {

    private RehearsalRuntime() {}

    static Bytes metadata() {
        MetadataBuilder runtime = new MetadataBuilder("rehearsal_runtime");
        TypeRegistryBuilder types = runtime.types();
        int account = types.accountId();
        int u32 = types.primitive(Primitive.U32);
        int unit = types.unit();
        int hash = types.h256();
        int compact = types.compact(u32);
        int address =
                types.variant(
                        "sp_runtime::multiaddress::MultiAddress",
                        VariantCase.of("Id", 0, Field.unnamed(account)));
        int bytes64 = types.array(64, types.primitive(Primitive.U8));
        int signature =
                types.variant(
                        "sp_runtime::MultiSignature",
                        VariantCase.of("Ed25519", 0, Field.unnamed(bytes64)),
                        VariantCase.of("Sr25519", 1, Field.unnamed(bytes64)));
        runtime.pallet("System", 0, "frame_system::pallet")
                .plain("Number", Modifier.DEFAULT, u32, Bytes.fromHex("0x00000000"))
                .map(
                        "Account",
                        Modifier.OPTIONAL,
                        List.of(StorageHasher.BLAKE2_128_CONCAT),
                        List.of(account),
                        u32,
                        Bytes.EMPTY)
                .calls(VariantCase.of("remark", 0, Field.named("remark", types.byteVector())))
                .constant("SS58Prefix", u32, Bytes.fromHex("0x2a000000"));
        runtime.api("Core", 5).method("version", u32);
        runtime.extrinsic(address, signature)
                .extension("CheckSpecVersion", unit, u32)
                .extension("CheckGenesis", unit, hash)
                .extension("CheckNonce", compact, unit);
        return MetadataWriter.encode(runtime.build(), 16);
    }
}
