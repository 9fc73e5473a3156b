package io.hypha.node.header;

import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** The four bytes that name a consensus engine. */
public record EngineId(Bytes value) {

    public static final EngineId AURA = of("aura");
    public static final EngineId GRANDPA = of("FRNK");

    public EngineId {
        if (value.size() != 4) {
            throw new IllegalArgumentException("an engine id has 4 bytes, found " + value.size());
        }
    }

    public static EngineId of(String ascii) {
        return new EngineId(Bytes.of(ascii.getBytes(StandardCharsets.US_ASCII)));
    }

    /** ASCII where all four bytes are printable, else hex. */
    @Override
    public String toString() {
        for (int i = 0; i < 4; i++) {
            if (value.at(i) < 0x20 || value.at(i) > 0x7e) {
                return value.toHex();
            }
        }
        return new String(value.toArray(), StandardCharsets.US_ASCII);
    }
}
