package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.EngineId;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;

/** What a response says about the justifications of one block. */
public sealed interface BlockJustifications {

    /** None was sent: not asked for, or the server has none. */
    record None() implements BlockJustifications {}

    /**
     * The older form, field 6, which means GRANDPA's.
     *
     * @param justification may be empty: the block then has an empty one, which field 7 says
     */
    record Single(Bytes justification) implements BlockJustifications {}

    /**
     * Field 8: one for each consensus engine, at most {@value MessageLimits#MAX_JUSTIFICATIONS}.
     */
    record Each(List<OfEngine> list) implements BlockJustifications {
        public Each {
            list = List.copyOf(list);
        }
    }

    /** One engine's justification. */
    record OfEngine(EngineId engine, Bytes justification) {}

    /** GRANDPA's justification as {@code consensus.Justification} reads it. */
    default Optional<Bytes> grandpa() {
        return switch (this) {
            case None() -> Optional.empty();
            case Single(Bytes justification) -> Optional.of(justification);
            case Each(List<OfEngine> list) ->
                    list.stream()
                            .filter(each -> each.engine().equals(EngineId.GRANDPA))
                            .map(OfEngine::justification)
                            .findFirst();
        };
    }

    /** GRANDPA's in the newer form. */
    static BlockJustifications ofGrandpa(Bytes justification) {
        return new Each(List.of(new OfEngine(EngineId.GRANDPA, justification)));
    }

    /** Field 8's SCALE form: {@code Vec<(engine, Vec<u8>)>}. */
    static Bytes encodeEach(Each each) {
        return new ScaleCodecWriter()
                .writeVector(
                        each.list(),
                        (out, one) ->
                                out.writeFixed(one.engine().value())
                                        .writeByteVector(one.justification()))
                .toBytes();
    }

    /**
     * @throws MessageException when it is no such list
     */
    static Each decodeEach(Bytes encoded) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(encoded);
            if (reader.hasNext() && reader.peekUByte() > MessageLimits.MAX_JUSTIFICATIONS << 2) {
                throw new MessageException(
                        0,
                        "expected at most "
                                + MessageLimits.MAX_JUSTIFICATIONS
                                + " justifications of a block");
            }
            Each each =
                    new Each(
                            reader.readVector(
                                    5,
                                    in ->
                                            new OfEngine(
                                                    new EngineId(in.readFixed(4)),
                                                    in.readByteVector())));
            reader.requireEnd();
            return each;
        } catch (ScaleException e) {
            throw MessageException.in("justifications", e);
        }
    }
}
