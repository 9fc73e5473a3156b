package io.hypha.node.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.node.bytes.Bytes;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Blake3Test {

    /** From {@code test_vectors.json} of the reference: the input is 0, 1, 2, … 250, 0, 1, … */
    @ParameterizedTest
    @CsvSource({
        "0, af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        "1, 2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
        "1024, 42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
        "1025, d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
    })
    void equals_the_reference_vectors(int length, String expected) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i % 251);
        }
        assertEquals("0x" + expected, Bytes.of(Blake3.hash256(input)).toHex());
    }

    @Test
    void equals_another_implementation_at_every_length_around_blocks_and_chunks() {
        Random random = new Random(3);
        for (int length = 0; length < 9_300; length += length < 200 ? 1 : 1 + random.nextInt(63)) {
            byte[] input = new byte[length];
            random.nextBytes(input);
            Blake3Digest other = new Blake3Digest(256);
            other.update(input, 0, length);
            byte[] expected = new byte[32];
            other.doFinal(expected, 0);
            assertEquals(Bytes.of(expected), Bytes.of(Blake3.hash256(input)), "length " + length);
        }
    }
}
