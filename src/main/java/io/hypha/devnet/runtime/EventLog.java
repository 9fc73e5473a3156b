package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The events of a block in order, encoded as {@code System.Events} holds them. */
final class EventLog {

    private static final Bytes FINALIZATION = Bytes.ofInts(1);
    private static final Bytes INITIALIZATION = Bytes.ofInts(2);

    private final List<Bytes> records = new ArrayList<>();
    private Bytes phase = INITIALIZATION;

    /** Later events belong to the extrinsic at {@code index}. */
    void enterExtrinsic(int index) {
        phase = new ScaleCodecWriter().writeUByte(0).writeUint32(index).toBytes();
    }

    /** Later events belong to the end of the block. */
    void enterFinalization() {
        phase = FINALIZATION;
    }

    void deposit(int pallet, int variant, Consumer<ScaleCodecWriter> fields) {
        ScaleCodecWriter out = new ScaleCodecWriter();
        out.writeFixed(phase).writeUByte(pallet).writeUByte(variant);
        fields.accept(out);
        records.add(out.writeCompact(0).toBytes());
    }

    int mark() {
        return records.size();
    }

    void rollBack(int mark) {
        records.subList(mark, records.size()).clear();
    }

    int count() {
        return records.size();
    }

    Bytes encode() {
        return new ScaleCodecWriter().writeVector(records, ScaleCodecWriter::writeFixed).toBytes();
    }
}
