package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import io.hypha.node.crypto.X25519;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class NoiseXxTest {

    private static final String SUITE = "Noise_XX_25519_ChaChaPoly_SHA256";

    private static final JsonNode SUITE_VECTOR = suite();

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asString());
    }

    private static List<JsonNode> vectors() {
        return Fixtures.json("crypto/noise-cacophony.json").get("vectors").valueStream().toList();
    }

    private static JsonNode suite() {
        return vectors().stream()
                .filter(v -> v.get("protocol_name").asString().equals(SUITE))
                .findFirst()
                .orElseThrow();
    }

    /** A neighbour without static keys gets those of the suite. */
    private static byte[] staticKey(JsonNode vector, String name) {
        return hex(vector.has(name) ? vector.get(name) : SUITE_VECTOR.get(name));
    }

    private static NoiseXx initiator(JsonNode vector) {
        return new NoiseXx(
                true,
                hex(vector.get("init_prologue")),
                staticKey(vector, "init_static"),
                hex(vector.get("init_ephemeral")));
    }

    private static NoiseXx responder(JsonNode vector) {
        return new NoiseXx(
                false,
                hex(vector.get("resp_prologue")),
                staticKey(vector, "resp_static"),
                hex(vector.get("resp_ephemeral")));
    }

    @Test
    void reproduces_the_handshake_and_transport_messages_of_the_suite() throws WireException {
        JsonNode vector = SUITE_VECTOR;
        NoiseXx initiator = initiator(vector);
        NoiseXx responder = responder(vector);
        JsonNode messages = vector.get("messages");
        for (int i = 0; i < 3; i++) {
            byte[] payload = hex(messages.get(i).get("payload"));
            byte[] expected = hex(messages.get(i).get("ciphertext"));
            NoiseXx from = i % 2 == 0 ? initiator : responder;
            NoiseXx to = i % 2 == 0 ? responder : initiator;
            assertThat(from.write(payload)).isEqualTo(expected);
            assertThat(to.read(expected)).isEqualTo(payload);
        }
        assertThat(initiator.handshakeHash()).isEqualTo(hex(vector.get("handshake_hash")));
        assertThat(responder.handshakeHash()).isEqualTo(hex(vector.get("handshake_hash")));
        assertThat(initiator.remoteStatic())
                .isEqualTo(X25519.publicKey(hex(vector.get("resp_static"))));

        NoiseCipher[] ofInitiator = initiator.split();
        NoiseCipher[] ofResponder = responder.split();
        for (int i = 3; i < messages.size(); i++) {
            byte[] payload = hex(messages.get(i).get("payload"));
            byte[] expected = hex(messages.get(i).get("ciphertext"));
            NoiseCipher from = i % 2 == 0 ? ofInitiator[0] : ofResponder[0];
            NoiseCipher to = i % 2 == 0 ? ofResponder[1] : ofInitiator[1];
            byte[] sealed = new byte[expected.length];
            from.seal(new byte[0], payload, 0, payload.length, sealed, 0);
            assertThat(sealed).isEqualTo(expected);
            byte[] opened = new byte[payload.length];
            assertThat(to.open(new byte[0], sealed, 0, sealed.length, opened, 0))
                    .isEqualTo(payload.length);
            assertThat(opened).isEqualTo(payload);
        }
    }

    /** The neighbours' keys and payloads under this suite must not give their ciphertexts. */
    @Test
    void does_not_reproduce_the_neighbours_of_the_suite() throws WireException {
        List<JsonNode> neighbours =
                vectors().stream()
                        .filter(v -> !v.get("protocol_name").asString().equals(SUITE))
                        .toList();
        assertThat(neighbours).hasSize(4);
        for (JsonNode vector : neighbours) {
            NoiseXx initiator = initiator(vector);
            NoiseXx responder = responder(vector);
            JsonNode messages = vector.get("messages");
            responder.read(initiator.write(hex(messages.get(0).get("payload"))));
            assertThat(responder.write(hex(messages.get(1).get("payload"))))
                    .as(vector.get("protocol_name").asString())
                    .isNotEqualTo(hex(messages.get(1).get("ciphertext")));
        }
    }

    @Test
    void a_flipped_bit_in_any_byte_a_cut_and_an_added_byte_of_a_message_are_noticed() {
        JsonNode messages = SUITE_VECTOR.get("messages");
        for (int index = 0; index < 3; index++) {
            byte[] good = hex(messages.get(index).get("ciphertext"));
            for (int i = 0; i < good.length; i++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << i % 8);
                assertThat(endsWell(index, bad)).as("message %d byte %d", index, i).isFalse();
            }
            assertThat(endsWell(index, Arrays.copyOf(good, good.length - 1))).isFalse();
            assertThat(endsWell(index, Arrays.copyOf(good, good.length + 1))).isFalse();
            assertThat(endsWell(index, good)).isTrue();
        }
    }

    /** Whether both sides come to the end with the same hash when one message is replaced. */
    private static boolean endsWell(int index, byte[] replacement) {
        NoiseXx initiator = initiator(SUITE_VECTOR);
        NoiseXx responder = responder(SUITE_VECTOR);
        JsonNode messages = SUITE_VECTOR.get("messages");
        try {
            for (int i = 0; i < 3; i++) {
                NoiseXx from = i % 2 == 0 ? initiator : responder;
                NoiseXx to = i % 2 == 0 ? responder : initiator;
                byte[] message = from.write(hex(messages.get(i).get("payload")));
                to.read(i == index ? replacement : message);
            }
        } catch (WireException e) {
            assertThat(e.fault().kind()).isEqualTo(WireFault.Kind.BAD_NOISE);
            return false;
        }
        return Arrays.equals(initiator.handshakeHash(), responder.handshakeHash());
    }

    @Test
    void another_prologue_does_not_come_to_an_end() throws WireException {
        JsonNode vector = SUITE_VECTOR;
        NoiseXx initiator = initiator(vector);
        NoiseXx responder =
                new NoiseXx(
                        false,
                        new byte[0],
                        hex(vector.get("resp_static")),
                        hex(vector.get("resp_ephemeral")));
        responder.read(initiator.write(new byte[0]));
        byte[] second = responder.write(new byte[0]);

        assertThatThrownBy(() -> initiator.read(second)).isInstanceOf(WireException.class);
    }

    /** Points of small order (RFC 7748, cr.yp.to/ecdh.html): the shared secret would be zero. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void refuses_a_key_of_small_order(String point) throws WireException {
        NoiseXx responder = responder(SUITE_VECTOR);
        responder.read(HexFormat.of().parseHex(point));

        assertThatThrownBy(() -> responder.write(new byte[0]))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("small order");
    }

    @Test
    void warms_up_without_a_trace() {
        ConnectionMachine.warmUp();
        ConnectionMachine.warmUp();
    }

    @Test
    void refuses_to_use_a_counter_twice() throws WireException {
        NoiseCipher cipher = new NoiseCipher(new byte[32], -2);
        byte[] out = new byte[32];
        cipher.seal(new byte[0], new byte[4], 0, 4, out, 0);

        assertThatThrownBy(() -> cipher.seal(new byte[0], new byte[4], 0, 4, out, 0))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("used up");
        NoiseCipher reader = new NoiseCipher(new byte[32], -1);
        assertThatThrownBy(() -> reader.open(new byte[0], out, 0, 20, new byte[4], 0))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("used up");
    }

    @Test
    void refuses_a_replayed_and_a_skipped_message() throws WireException {
        NoiseCipher sender = new NoiseCipher(new byte[32], 0);
        byte[] first = new byte[20];
        byte[] second = new byte[20];
        sender.seal(new byte[0], new byte[4], 0, 4, first, 0);
        sender.seal(new byte[0], new byte[4], 0, 4, second, 0);

        NoiseCipher receiver = new NoiseCipher(new byte[32], 0);
        receiver.open(new byte[0], first, 0, 20, new byte[4], 0);
        assertThatThrownBy(() -> receiver.open(new byte[0], first, 0, 20, new byte[4], 0))
                .isInstanceOf(WireException.class);
        NoiseCipher skipping = new NoiseCipher(new byte[32], 0);
        assertThatThrownBy(() -> skipping.open(new byte[0], second, 0, 20, new byte[4], 0))
                .isInstanceOf(WireException.class);
        NoiseCipher tagless = new NoiseCipher(new byte[32], 0);
        assertThatThrownBy(() -> tagless.open(new byte[0], first, 0, 15, new byte[4], 0))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("without a tag");
    }

    @Test
    void mutated_handshakes_end_in_bad_noise() {
        mutate(500);
    }

    @Test
    @Tag("long")
    void many_mutated_handshakes_end_in_bad_noise() {
        mutate(100_000);
    }

    private static void mutate(int count) {
        Random random = new Random(3);
        byte[][] good = new byte[3][];
        for (int i = 0; i < 3; i++) {
            good[i] = hex(SUITE_VECTOR.get("messages").get(i).get("ciphertext"));
        }
        for (int i = 0; i < count; i++) {
            int index = random.nextInt(3);
            byte[] bad = Mutations.of(good[index], random);
            assertThat(endsWell(index, bad)).isEqualTo(Arrays.equals(bad, good[index]));
        }
    }
}
