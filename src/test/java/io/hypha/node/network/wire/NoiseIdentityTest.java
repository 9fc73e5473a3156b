package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.X25519;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseIdentityTest {

    private static final Identity SELF = MachinePair.identity(1);
    private static final byte[] STATIC = X25519.publicKey(new byte[32]);
    private static final byte[] GOOD = NoiseIdentity.encode(SELF, STATIC);

    private static WireFault fault(byte[] payload) {
        WireException thrown =
                catchThrowableOfType(
                        WireException.class, () -> NoiseIdentity.verify(payload, STATIC));
        assertThat(thrown).isNotNull();
        assertThat(thrown.fault().kind()).isEqualTo(WireFault.Kind.BAD_IDENTITY);
        return thrown.fault();
    }

    @Test
    void the_signer_of_the_static_key_is_known_by_its_peer_id() throws WireException {
        assertThat(NoiseIdentity.verify(GOOD, STATIC)).isEqualTo(SELF.peerId());
        assertThat(SELF.peerId().toString()).startsWith("12D3KooW");
        assertThat(SELF.peerId().publicKey()).contains(SELF.publicKey());
    }

    /** RFC 8032's first key and the peer id that libp2p gives it. */
    @Test
    void a_peer_id_is_the_identity_hash_of_the_encoded_key() {
        Identity identity =
                Identity.ofSeed(
                        Bytes.fromHex(
                                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

        assertThat(identity.publicKey())
                .isEqualTo(
                        Hash256.fromHex(
                                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        assertThat(identity.peerId().multihash().toHex())
                .isEqualTo(
                        "0x002408011220"
                                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void extensions_and_unknown_fields_are_skipped() throws WireException {
        byte[] extra =
                HexFormat.of().parseHex("2205120379616d" + "2801" + "3100000000000000003d00000000");
        byte[] payload = Arrays.copyOf(GOOD, GOOD.length + extra.length);
        System.arraycopy(extra, 0, payload, GOOD.length, extra.length);

        assertThat(NoiseIdentity.verify(payload, STATIC)).isEqualTo(SELF.peerId());
    }

    @Test
    void no_byte_of_the_payload_can_be_another() {
        for (int i = 0; i < GOOD.length; i++) {
            byte[] bad = GOOD.clone();
            bad[i] ^= (byte) (1 << i % 8);
            fault(bad);
        }
        fault(Arrays.copyOf(GOOD, GOOD.length - 1));
        fault(Arrays.copyOf(GOOD, GOOD.length + 1));
        fault(new byte[0]);
    }

    @Test
    void a_signature_over_another_static_key_is_refused() {
        byte[] other = NoiseIdentity.encode(SELF, new byte[32]);

        assertThat(fault(other).text()).contains("signature");
    }

    @ParameterizedTest
    @CsvSource({"0, RSA", "2, secp256k1", "3, ECDSA"})
    void other_types_of_keys_are_named_and_refused(int type, String name) {
        byte[] payload = GOOD.clone();
        payload[3] = (byte) type;

        assertThat(fault(payload).text()).contains("type " + type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0affffffff07",
                "0a8080808008",
                "0affffffffffffffffff01",
                "0affffffffffffffffffff01",
                "0b",
                "0f",
                "80",
                "31"
            })
    void a_claimed_length_costs_no_memory(String hex) throws Exception {
        byte[] payload = HexFormat.of().parseHex(hex);
        assertThat(Allocation.of(() -> fault(payload))).isLessThan(2_000_000);
    }

    @Test
    void mutated_payloads_end_in_bad_identity() {
        mutate(100_000);
    }

    @Test
    @Tag("long")
    void a_million_mutated_payloads() {
        mutate(1_000_000);
    }

    private static void mutate(int count) {
        Random random = new Random(17);
        // one payload in eight keeps its signature whole: checking those takes most of the time
        for (int i = 0; i < count; i++) {
            byte[] bad = Mutations.of(GOOD, random);
            if (i % 8 != 0 && bad.length > 50) {
                bad = Arrays.copyOf(bad, bad.length - 1 - random.nextInt(40));
            }
            try {
                assertThat(NoiseIdentity.verify(bad, STATIC)).isEqualTo(SELF.peerId());
            } catch (WireException e) {
                assertThat(e.fault().kind()).isEqualTo(WireFault.Kind.BAD_IDENTITY);
            }
        }
    }
}
