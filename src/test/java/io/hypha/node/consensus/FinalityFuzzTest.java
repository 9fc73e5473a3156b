package io.hypha.node.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;

/**
 * What finality rests on, against Jazzer's corpus: each input ends in a value or a {@link
 * ScaleException}, and a value has one encoding. See {@code docs/decisions/0007-jazzer.md}.
 */
class FinalityFuzzTest {

    private static final String MAX_DURATION = "60s";

    @FuzzTest(maxDuration = MAX_DURATION)
    void justification(byte[] input) {
        Bytes encoded = Bytes.of(input);
        try {
            assertEquals(encoded, Justification.decode(encoded).encode());
        } catch (ScaleException expected) {
            // No justification.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void commit(byte[] input) {
        Bytes encoded = Bytes.of(input);
        try {
            assertEquals(encoded, Commit.decode(encoded).encode());
        } catch (ScaleException expected) {
            // No commit.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void warpProof(byte[] input) {
        Bytes encoded = Bytes.of(input);
        try {
            assertEquals(encoded, WarpProof.decode(encoded).encode());
        } catch (ScaleException expected) {
            // No warp proof.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void header(byte[] input) {
        Bytes encoded = Bytes.of(input);
        try {
            Header header = Header.decode(encoded);
            assertEquals(encoded, header.encode());
            assertNotNull(AuthorityChange.in(header));
        } catch (ScaleException expected) {
            // No header.
        }
    }
}
