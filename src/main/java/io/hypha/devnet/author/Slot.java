package io.hypha.devnet.author;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;

/** The Aura slot in a header's digest: {@code PreRuntime aura}, u64. */
final class Slot {

    private Slot() {}

    static DigestItem digestItem(long slot) {
        return new DigestItem.PreRuntime(
                EngineId.AURA, new ScaleCodecWriter().writeLong(slot).toBytes());
    }

    /** The slot of a header that this chain made; block 0 has none and counts as slot 0. */
    static long of(Header header) {
        for (DigestItem item : header.digest()) {
            if (item instanceof DigestItem.PreRuntime(EngineId engine, Bytes data)
                    && engine.equals(EngineId.AURA)) {
                return new ScaleCodecReader(data).readLong();
            }
        }
        return 0;
    }
}
