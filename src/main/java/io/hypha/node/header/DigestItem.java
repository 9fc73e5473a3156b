package io.hypha.node.header;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;

/**
 * One item of a header's digest. Tags as in Substrate's {@code sp_runtime::generic::DigestItem}.
 */
public sealed interface DigestItem {

    record Other(Bytes data) implements DigestItem {}

    record Consensus(EngineId engine, Bytes data) implements DigestItem {}

    record Seal(EngineId engine, Bytes data) implements DigestItem {}

    record PreRuntime(EngineId engine, Bytes data) implements DigestItem {}

    /** The runtime changed in this block; the new code applies from the next one on. */
    record RuntimeEnvironmentUpdated() implements DigestItem {}

    /**
     * @throws ScaleException when the tag is none of the five or the body is cut
     */
    static DigestItem read(ScaleCodecReader reader) {
        int start = reader.offset();
        int tag = reader.readUByte();
        return switch (tag) {
            case 0 -> new Other(reader.readByteVector());
            case 4 -> new Consensus(engine(reader), reader.readByteVector());
            case 5 -> new Seal(engine(reader), reader.readByteVector());
            case 6 -> new PreRuntime(engine(reader), reader.readByteVector());
            case 8 -> new RuntimeEnvironmentUpdated();
            default ->
                    throw new ScaleException(
                            start, "a digest item has tag 0, 4, 5, 6 or 8, found " + tag);
        };
    }

    default void write(ScaleCodecWriter writer) {
        switch (this) {
            case Other(Bytes data) -> writer.writeUByte(0).writeByteVector(data);
            case Consensus(EngineId engine, Bytes data) ->
                    writer.writeUByte(4).writeFixed(engine.value()).writeByteVector(data);
            case Seal(EngineId engine, Bytes data) ->
                    writer.writeUByte(5).writeFixed(engine.value()).writeByteVector(data);
            case PreRuntime(EngineId engine, Bytes data) ->
                    writer.writeUByte(6).writeFixed(engine.value()).writeByteVector(data);
            case RuntimeEnvironmentUpdated() -> writer.writeUByte(8);
        }
    }

    private static EngineId engine(ScaleCodecReader reader) {
        return new EngineId(reader.readFixed(4));
    }
}
