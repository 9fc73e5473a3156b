package io.hypha.devnet.store;

import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;

/** The bytes in which a store remembers what its chain was made from. */
final class SpecCodec {

    private SpecCodec() {}

    static byte[] encode(DevnetSpec spec) {
        return new ScaleCodecWriter()
                .writeString(spec.seed())
                .writeLong(spec.creationTimeMillis())
                .writeLong(spec.slotDurationMillis())
                .writeUint32(spec.historyBlocks())
                .writeLong(spec.historyStepMillis())
                .writeUint32(spec.epochBlocks())
                .toArray();
    }

    static DevnetSpec decode(byte[] stored) {
        ScaleCodecReader in = new ScaleCodecReader(stored);
        DevnetSpec spec =
                new DevnetSpec(
                        in.readString(),
                        in.readLong(),
                        in.readLong(),
                        Math.toIntExact(in.readUint32()),
                        in.readLong(),
                        Math.toIntExact(in.readUint32()));
        in.requireEnd();
        return spec;
    }
}
