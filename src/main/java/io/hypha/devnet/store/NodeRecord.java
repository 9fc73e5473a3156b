package io.hypha.devnet.store;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Map;

/**
 * A trie node, or a detached value, as it is kept: its bytes, and for each reference in them the
 * number of the block that stored what it refers to.
 *
 * @param births in the order of the references, as {@code {offset, block number}} pairs
 */
record NodeRecord(Bytes bytes, List<Birth> births) {

    /** The entry whose hash stands at {@code offset} was stored by block {@code number}. */
    record Birth(int offset, long number) {}

    byte[] encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        return out.writeVector(
                        births,
                        (to, birth) -> to.writeCompact(birth.offset()).writeUint32(birth.number()))
                .writeFixed(bytes)
                .toArray();
    }

    static NodeRecord decode(byte[] stored) {
        ScaleCodecReader in = new ScaleCodecReader(stored);
        List<Birth> births =
                in.readVector(5, from -> new Birth(from.readCompactInt(), from.readUint32()));
        return new NodeRecord(in.readFixed(in.remaining()), births);
    }

    /** Tells {@code known} where the entries live that these bytes refer to. */
    void tell(Map<Hash256, Long> known) {
        for (Birth birth : births) {
            int at = birth.offset();
            known.put(Hash256.of(bytes.slice(at, at + Hash256.SIZE)), birth.number());
        }
    }

    int weight() {
        return bytes.size() + 48 * births.size() + 128;
    }
}
