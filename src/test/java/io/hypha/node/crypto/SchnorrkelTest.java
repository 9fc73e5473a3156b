package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SchnorrkelTest {

    private static final byte[] MESSAGE = "this is a message".getBytes(StandardCharsets.UTF_8);
    private static final Schnorrkel.KeyPair PAIR = Schnorrkel.KeyPair.fromMiniSecret(new byte[32]);

    @Test
    void expands_mini_secrets_as_the_reference_does() {
        for (JsonNode each : Fixtures.json("crypto/sr25519.json").at("/known/pairFromSeed")) {
            byte[] seed =
                    each.has("seed")
                            ? Fixtures.hex(each.get("seed")).toArray()
                            : each.get("seedUtf8").asString().getBytes(StandardCharsets.UTF_8);
            Schnorrkel.KeyPair pair = Schnorrkel.KeyPair.fromMiniSecret(seed);
            Bytes expected = Fixtures.hex(each.get("pair"));
            assertThat(Bytes.of(pair.halfEd25519Bytes())).isEqualTo(expected.slice(0, 64));
            assertThat(pair.publicKey().toBytes()).isEqualTo(expected.slice(64, 96));
        }
    }

    @Test
    void verifies_the_known_signature() {
        for (JsonNode each : Fixtures.json("crypto/sr25519.json").at("/known/verify")) {
            byte[] message = each.get("messageUtf8").asString().getBytes(StandardCharsets.UTF_8);
            assertThat(
                            Schnorrkel.verify(
                                    Fixtures.hex(each.get("publicKey")).toArray(),
                                    message,
                                    Fixtures.hex(each.get("signature")).toArray()))
                    .isEqualTo(each.get("valid").asBoolean());
        }
    }

    @Test
    void derives_the_known_hard_key() {
        for (JsonNode each : Fixtures.json("crypto/sr25519.json").at("/known/deriveHard")) {
            Bytes pair = Fixtures.hex(each.get("pair"));
            Schnorrkel.KeyPair parent =
                    Schnorrkel.KeyPair.fromMiniSecret(
                            Fixtures.hex(
                                            Fixtures.json("crypto/sr25519.json")
                                                    .at("/known/pairFromSeed/1/seed"))
                                    .toArray());
            assertThat(Bytes.of(parent.halfEd25519Bytes())).isEqualTo(pair.slice(0, 64));
            assertThat(parent.deriveHard(Fixtures.hex(each.get("chainCode")).toArray()).publicKey())
                    .isEqualTo(Hash256.of(Fixtures.hex(each.get("publicKey"))));
        }
    }

    @Test
    void agrees_with_the_reference_on_every_generated_case() {
        JsonNode cases = Fixtures.json("crypto/sr25519.json").at("/generated/cases");
        assertThat(cases.size()).isEqualTo(16);
        for (JsonNode each : cases) {
            Schnorrkel.KeyPair pair =
                    Schnorrkel.KeyPair.fromMiniSecret(Fixtures.hex(each.get("seed")).toArray());
            byte[] key = Fixtures.hex(each.get("publicKey")).toArray();
            byte[] message = Fixtures.hex(each.get("message")).toArray();
            byte[] context = each.get("context").asString().getBytes(StandardCharsets.UTF_8);
            byte[] chainCode = Fixtures.hex(each.get("chainCode")).toArray();
            Hash256 soft = Hash256.of(Fixtures.hex(each.get("softPublicKey")));

            assertThat(pair.halfEd25519Bytes())
                    .isEqualTo(Fixtures.hex(each.get("secretKey64")).toArray());
            assertThat(pair.publicKey().toArray()).isEqualTo(key);
            assertThat(pair.deriveHard(chainCode).publicKey())
                    .isEqualTo(Hash256.of(Fixtures.hex(each.get("hardPublicKey"))));
            assertThat(pair.deriveSoft(chainCode).publicKey()).isEqualTo(soft);
            assertThat(Schnorrkel.deriveSoft(pair.publicKey(), chainCode)).isEqualTo(soft);

            assertThat(verify(key, message, each.get("signature"), context)).isTrue();
            assertThat(verify(key, message, each.get("tampered"), context)).isFalse();
            assertThat(verify(key, message, each.get("withoutMarkerBit"), context)).isFalse();
            assertThat(Schnorrkel.verify(key, message, pair.sign(message, context), context))
                    .isTrue();
        }
    }

    @Test
    void derived_pairs_sign_for_their_own_keys() {
        byte[] chainCode = new byte[32];
        chainCode[5] = 1;
        for (Schnorrkel.KeyPair pair :
                new Schnorrkel.KeyPair[] {PAIR.deriveHard(chainCode), PAIR.deriveSoft(chainCode)}) {
            byte[] signature = pair.sign(MESSAGE);
            assertThat(Schnorrkel.verify(pair.publicKey().toArray(), MESSAGE, signature)).isTrue();
            assertThat(Schnorrkel.verify(PAIR.publicKey().toArray(), MESSAGE, signature)).isFalse();
        }
    }

    @Test
    void refuses_a_signature_with_any_one_bit_flipped() {
        byte[] key = PAIR.publicKey().toArray();
        byte[] signature = PAIR.sign(MESSAGE);
        assertThat(Schnorrkel.verify(key, MESSAGE, signature)).isTrue();
        for (int bit = 0; bit < 512; bit++) {
            assertThat(Schnorrkel.verify(key, MESSAGE, flip(signature, bit))).isFalse();
        }
        for (int bit = 0; bit < 256; bit++) {
            assertThat(Schnorrkel.verify(flip(key, bit), MESSAGE, signature)).isFalse();
        }
        for (int bit = 0; bit < 8 * MESSAGE.length; bit++) {
            assertThat(Schnorrkel.verify(key, flip(MESSAGE, bit), signature)).isFalse();
        }
    }

    @Test
    void refuses_another_context() {
        byte[] key = PAIR.publicKey().toArray();
        byte[] signature = PAIR.sign(MESSAGE, "other".getBytes(StandardCharsets.UTF_8));
        assertThat(Schnorrkel.verify(key, MESSAGE, signature)).isFalse();
        assertThat(
                        Schnorrkel.verify(
                                key, MESSAGE, signature, "other".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void refuses_a_scalar_from_the_group_order_on() {
        byte[] key = PAIR.publicKey().toArray();
        byte[] signature = PAIR.sign(MESSAGE);
        byte[] scalar = Arrays.copyOfRange(signature, 32, 64);
        scalar[31] &= 0x7f;
        byte[] larger = Scalar.toBytes(Scalar.fromLittleEndian(scalar, 0, 32).add(Scalar.ORDER));
        larger[31] |= (byte) 0x80;
        byte[] changed = Arrays.copyOf(signature, 64);
        System.arraycopy(larger, 0, changed, 32, 32);
        assertThat(Schnorrkel.verify(key, MESSAGE, changed)).isFalse();
    }

    @Test
    void refuses_a_key_or_nonce_written_in_another_way_than_the_canonical() {
        BigInteger p = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
        byte[] signature = PAIR.sign(MESSAGE);
        BigInteger key = Scalar.fromLittleEndian(PAIR.publicKey().toArray(), 0, 32);
        assertThat(Schnorrkel.verify(Scalar.toBytes(p.subtract(key)), MESSAGE, signature))
                .isFalse();
        assertThat(Schnorrkel.verify(Scalar.toBytes(key.setBit(255)), MESSAGE, signature))
                .isFalse();
        assertThat(Schnorrkel.verify(Scalar.toBytes(p), MESSAGE, signature)).isFalse();
    }

    @Test
    void answers_false_to_wrong_lengths() {
        byte[] key = PAIR.publicKey().toArray();
        byte[] signature = PAIR.sign(MESSAGE);
        for (int size = 0; size < 80; size++) {
            if (size != 32) {
                assertThat(Schnorrkel.verify(Arrays.copyOf(key, size), MESSAGE, signature))
                        .isFalse();
            }
            if (size != 64) {
                byte[] changed = Arrays.copyOf(signature, size);
                if (size > 0) {
                    changed[size - 1] |= (byte) 0x80;
                }
                assertThat(Schnorrkel.verify(key, MESSAGE, changed)).isFalse();
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schnorrkel.KeyPair.fromMiniSecret(new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> PAIR.deriveHard(new byte[31]));
    }

    private static boolean verify(byte[] key, byte[] message, JsonNode signature, byte[] context) {
        return Schnorrkel.verify(key, message, Fixtures.hex(signature).toArray(), context);
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
        return flipped;
    }
}
