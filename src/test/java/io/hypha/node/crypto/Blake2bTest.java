package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Blake2bTest {

    @Test
    void gives_the_known_answers_keyed_and_unkeyed() {
        int keyed = 0;
        for (JsonNode each : Fixtures.json("crypto/blake2b-kat.json.gz").get("vectors")) {
            assertThat(each.get("hash").asString()).isEqualTo("blake2b");
            byte[] key = Fixtures.hex(each.get("key")).toArray();
            byte[] input = Fixtures.hex(each.get("in")).toArray();
            byte[] expected = Fixtures.hex(each.get("out")).toArray();
            assertThat(Blake2b.keyed(64, key, input)).isEqualTo(expected);
            if (key.length == 0) {
                assertThat(Blake2b.hash512(input)).isEqualTo(expected);
            } else {
                keyed++;
                assertThat(Blake2b.hash512(input)).isNotEqualTo(expected);
            }
        }
        assertThat(keyed).isPositive();
    }

    @Test
    void agrees_with_bouncy_castle_on_every_length_around_the_blocks_and_at_any_offset() {
        Random random = new Random(7693);
        for (int size = 0; size < 700; size++) {
            byte[] input = new byte[size + 20];
            random.nextBytes(input);
            int offset = random.nextInt(20);
            byte[] part = Arrays.copyOfRange(input, offset, offset + size);
            assertThat(Blake2b.hash256(input, offset, size)).isEqualTo(bouncyCastle(32, part));
            assertThat(Blake2b.hash128(part)).isEqualTo(bouncyCastle(16, part));
            assertThat(Blake2b.hash512(part)).isEqualTo(bouncyCastle(64, part));
            assertThat(Blake2b.hash256(Bytes.of(part)).toArray()).isEqualTo(bouncyCastle(32, part));
        }
    }

    @Test
    void demands_sizes_that_exist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blake2b.keyed(65, new byte[0], new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blake2b.keyed(0, new byte[0], new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blake2b.keyed(32, new byte[65], new byte[0]));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Blake2b.hash256(new byte[10], 5, 6));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Blake2b.hash256(new byte[10], 1, Integer.MAX_VALUE));
    }

    private static byte[] bouncyCastle(int size, byte[] input) {
        Blake2bDigest digest = new Blake2bDigest(size * 8);
        digest.update(input, 0, input.length);
        byte[] out = new byte[size];
        digest.doFinal(out, 0);
        return out;
    }
}
