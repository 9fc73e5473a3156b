package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class Ed25519Test {

    private static final byte[] SEED =
            HexFormat.of()
                    .parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    private static final byte[] MESSAGE = "a precommit".getBytes(StandardCharsets.UTF_8);

    @Test
    void accepts_every_case_of_the_zip_215_set() {
        JsonNode root = Fixtures.json("crypto/ed25519-zip215.json.gz");
        byte[] message = root.get("messageUtf8").asString().getBytes(StandardCharsets.UTF_8);
        assertThat(root.get("cases").size()).isEqualTo(131);
        for (JsonNode each : root.get("cases")) {
            byte[] key = Fixtures.hex(each.get("publicKey")).toArray();
            byte[] signature = Fixtures.hex(each.get("signature")).toArray();
            assertThat(Ed25519.verify(key, message, signature)).as(each.toString()).isTrue();
        }
    }

    @Test
    void agrees_with_the_zip_215_column_of_the_speccheck() {
        JsonNode cases = Fixtures.json("crypto/ed25519-speccheck.json").get("cases");
        assertThat(cases.size()).isEqualTo(12);
        for (JsonNode each : cases) {
            byte[] key = Fixtures.hex(each.get("pub_key")).toArray();
            byte[] signature = Fixtures.hex(each.get("signature")).toArray();
            byte[] message = Fixtures.hex(each.get("message")).toArray();
            assertThat(Ed25519.verify(key, message, signature))
                    .as(each.toString())
                    .isEqualTo(each.get("zip215").asBoolean());
        }
    }

    @Test
    void signs_and_derives_keys_as_bouncy_castle_does() {
        Random random = new Random(8032);
        for (int i = 0; i < 200; i++) {
            byte[] seed = new byte[32];
            byte[] message = new byte[i];
            random.nextBytes(seed);
            random.nextBytes(message);
            byte[] key = new byte[32];
            byte[] signature = new byte[64];
            org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, key, 0);
            org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                    seed, 0, message, 0, message.length, signature, 0);
            assertThat(Ed25519.publicKey(seed)).isEqualTo(key);
            assertThat(Ed25519.sign(seed, message)).isEqualTo(signature);
            assertThat(Ed25519.verify(key, message, signature)).isTrue();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(Ed25519.verify(key, message, signature)).isFalse();
        }
    }

    @Test
    void refuses_a_signature_with_any_one_bit_flipped() {
        byte[] key = Ed25519.publicKey(SEED);
        byte[] signature = Ed25519.sign(SEED, MESSAGE);
        assertThat(Ed25519.verify(key, MESSAGE, signature)).isTrue();
        for (int bit = 0; bit < 512; bit++) {
            assertThat(Ed25519.verify(key, MESSAGE, flip(signature, bit))).isFalse();
        }
        for (int bit = 0; bit < 256; bit++) {
            assertThat(Ed25519.verify(flip(key, bit), MESSAGE, signature)).isFalse();
        }
        for (int bit = 0; bit < 8 * MESSAGE.length; bit++) {
            assertThat(Ed25519.verify(key, flip(MESSAGE, bit), signature)).isFalse();
        }
    }

    @Test
    void refuses_the_same_scalar_plus_the_group_order() {
        byte[] key = Ed25519.publicKey(SEED);
        byte[] signature = Ed25519.sign(SEED, MESSAGE);
        BigInteger s = Scalar.fromLittleEndian(signature, 32, 32);
        byte[] larger = Arrays.copyOf(signature, 64);
        System.arraycopy(Scalar.toBytes(s.add(Scalar.ORDER)), 0, larger, 32, 32);
        assertThat(Ed25519.verify(key, MESSAGE, larger)).isFalse();
    }

    @Test
    void answers_false_to_wrong_lengths() {
        byte[] key = Ed25519.publicKey(SEED);
        byte[] signature = Ed25519.sign(SEED, MESSAGE);
        for (int size = 0; size < 80; size++) {
            if (size != 32) {
                assertThat(Ed25519.verify(Arrays.copyOf(key, size), MESSAGE, signature)).isFalse();
            }
            if (size != 64) {
                assertThat(Ed25519.verify(key, MESSAGE, Arrays.copyOf(signature, size))).isFalse();
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519.publicKey(new byte[31]));
    }

    @Test
    void never_refuses_what_the_strict_rule_accepts() {
        Random random = new Random(215);
        byte[] key = Ed25519.publicKey(SEED);
        byte[] signature = Ed25519.sign(SEED, MESSAGE);
        int accepted = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changedKey = i % 3 == 0 ? flip(key, random.nextInt(256)) : key;
            byte[] changed = i % 3 == 1 ? flip(signature, random.nextInt(512)) : signature;
            byte[] message =
                    i % 3 == 2
                            ? Bytes.of(MESSAGE).slice(0, i % (MESSAGE.length + 1)).toArray()
                            : MESSAGE;
            boolean ours = Ed25519.verify(changedKey, message, changed);
            boolean strict =
                    org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                            changed, 0, changedKey, 0, message, 0, message.length);
            assertThat(ours).isEqualTo(strict);
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).isPositive();
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
        return flipped;
    }
}
