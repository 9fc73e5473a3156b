package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.RuntimeVersionSection;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/**
 * One version of the devnet's runtime: what others run, and how this side reads, judges and
 * describes what they send.
 *
 * @param code the runtime as WebAssembly, as the state has it
 */
record Release(
        SpecLayout layout,
        RuntimeVersionSection version,
        RuntimeDescription description,
        TransactionCheck check,
        Bytes code) {

    static Release of(DevnetSpec spec, SpecLayout layout, Bytes code) {
        RuntimeVersionSection version =
                new RuntimeVersionSection(
                        "node-subtensor",
                        "node-subtensor",
                        1,
                        layout.specVersion(),
                        1,
                        RuntimeApis.LIST,
                        1,
                        1);
        RuntimeDescription description = new RuntimeDescription(spec, version, layout);
        return new Release(
                layout,
                version,
                description,
                new TransactionCheck(version, description::digest),
                code);
    }

    /** {@code System.LastRuntimeUpgrade} from this release's first block on. */
    Bytes lastUpgrade() {
        return new ScaleCodecWriter()
                .writeCompact(version.specVersion())
                .writeString(version.specName())
                .toBytes();
    }

    /** Puts this release into the state: its code, and what the code answers from. */
    void install(WorkingState state) {
        state.put(WellKnown.CODE, code);
        for (int metadata : RuntimeDescription.METADATA_VERSIONS) {
            state.put(WellKnown.metadata(metadata), description.encoded(metadata));
        }
        state.put(WellKnown.METADATA_DIGEST, description.digest().toBytes());
    }

    /** An extrinsic with its length prefix, as this release reads it. */
    Extrinsic decode(Bytes extrinsic) {
        return Extrinsic.decode(layout, extrinsic);
    }

    /** All of them, the one of genesis first. */
    static List<Release> all(DevnetSpec spec) {
        return SpecLayout.ALL.stream()
                .map(layout -> of(spec, layout, RuntimeDescription.code(layout)))
                .toList();
    }
}
