package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/**
 * What a header announces about Aura's authors, in its Consensus items of engine {@code aura}. A
 * new list serves from the next block on: the block that announces it is sealed by the old one.
 */
public sealed interface AuraChange {

    /** The authors stay. */
    record None() implements AuraChange {}

    record AuthoritiesChange(List<Hash256> next) implements AuraChange {
        public AuthoritiesChange {
            next = List.copyOf(next);
        }
    }

    /**
     * @param item place of the digest item in the header
     */
    record Malformed(int item, String reason) implements AuraChange {}

    /**
     * Items that disable an author change nothing here: the list, and with it the turn of each
     * slot, stays.
     */
    static AuraChange in(Header header) {
        AuraChange found = new None();
        for (int i = 0; i < header.digest().size(); i++) {
            if (header.digest().get(i) instanceof DigestItem.Consensus(EngineId engine, Bytes body)
                    && engine.equals(EngineId.AURA)) {
                AuraChange change = decode(i, body);
                if (change instanceof Malformed) {
                    return change;
                }
                if (change instanceof AuthoritiesChange && found instanceof AuthoritiesChange) {
                    return new Malformed(
                            i,
                            "digest item "
                                    + i
                                    + ": expected one change of Aura authorities, found two");
                }
                found = change instanceof AuthoritiesChange ? change : found;
            }
        }
        return found;
    }

    private static AuraChange decode(int item, Bytes body) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(body);
            int tag = reader.readUByte();
            AuraChange change =
                    switch (tag) {
                        case 1 -> authorities(reader);
                        case 2 -> {
                            reader.readUint32();
                            yield new None();
                        }
                        default ->
                                throw new ScaleException(
                                        0, "an Aura log has tag 1 or 2, found " + tag);
                    };
            reader.requireEnd();
            return change;
        } catch (ScaleException e) {
            return new Malformed(item, "digest item " + item + ": " + e.getMessage());
        }
    }

    private static AuthoritiesChange authorities(ScaleCodecReader reader) {
        List<Hash256> next = reader.readVector(Hash256.SIZE, ScaleCodecReader::readHash);
        if (next.isEmpty()) {
            throw new ScaleException(1, "expected at least one Aura authority, found none");
        }
        return new AuthoritiesChange(next);
    }
}
