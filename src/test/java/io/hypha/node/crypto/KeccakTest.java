package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class KeccakTest {

    @Test
    void hashes_the_empty_input_to_the_known_digest() {
        assertThat(Keccak.hash256(new byte[0]))
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"));
    }

    @Test
    void hashes_every_length_across_block_borders_as_bouncy_castle_does() {
        Random random = new Random(1600);
        for (int size = 0; size < 420; size++) {
            byte[] input = new byte[size];
            random.nextBytes(input);
            KeccakDigest digest = new KeccakDigest(256);
            digest.update(input, 0, size);
            byte[] expected = new byte[32];
            digest.doFinal(expected, 0);
            assertThat(Keccak.hash256(input)).isEqualTo(expected);
        }
    }
}
