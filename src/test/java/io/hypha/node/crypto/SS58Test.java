package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SS58Test {

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final Hash256 ALICE_KEY =
            Hash256.fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");

    @Test
    void writes_and_reads_addresses_of_every_prefix_length() throws Ss58Exception {
        JsonNode cases = Fixtures.json("crypto/ss58.json").get("cases");
        assertThat(cases.size()).isGreaterThanOrEqualTo(50);
        for (JsonNode each : cases) {
            int prefix = each.get("prefix").asInt();
            Bytes account = Fixtures.hex(each.get("account"));
            String text = each.get("ss58").asString();
            assertThat(SS58.encode(prefix, account.toArray())).isEqualTo(text);
            assertThat(SS58.decode(text)).isEqualTo(new SS58.Address(prefix, account));
            assertThat(SS58.decodeAccount(text)).isEqualTo(Hash256.of(account));
        }
    }

    @Test
    void refuses_every_invalid_address_of_the_fixture() {
        for (JsonNode each : Fixtures.json("crypto/ss58.json").get("invalid")) {
            assertThatExceptionOfType(Ss58Exception.class)
                    .isThrownBy(() -> SS58.decode(each.get("ss58").asString()));
        }
    }

    @Test
    void shows_bittensor_accounts_under_prefix_42() throws Ss58Exception {
        assertThat(SS58.encode(ALICE_KEY)).isEqualTo(ALICE);
        assertThat(SS58.decodeAccount(ALICE)).isEqualTo(ALICE_KEY);
    }

    @Test
    void refuses_an_address_with_any_one_character_changed() {
        for (int i = 0; i < ALICE.length(); i++) {
            char other = ALICE.charAt(i) == '7' ? '8' : '7';
            String changed = ALICE.substring(0, i) + other + ALICE.substring(i + 1);
            assertThatExceptionOfType(Ss58Exception.class).isThrownBy(() -> SS58.decode(changed));
        }
    }

    @Test
    void reads_short_account_indices_but_not_as_accounts() throws Ss58Exception {
        for (int size : new int[] {1, 2, 4, 8, 33}) {
            byte[] key = new byte[size];
            key[0] = 7;
            String text = SS58.encode(42, key);
            assertThat(SS58.decode(text)).isEqualTo(new SS58.Address(42, Bytes.of(key)));
            assertThatExceptionOfType(Ss58Exception.class)
                    .isThrownBy(() -> SS58.decodeAccount(text));
        }
    }

    @Test
    void refuses_reserved_and_impossible_prefixes() {
        for (int prefix : new int[] {-1, 46, 47, 16_384}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SS58.encode(prefix, ALICE_KEY.toArray()));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SS58.encode(42, new byte[31]));
    }

    @Test
    void refuses_a_two_byte_prefix_that_fits_one_byte() {
        byte[] payload = new byte[34];
        payload[0] = (byte) (42 >> 2 | 0x40);
        payload[1] = (byte) ((42 & 3) << 6);
        assertThatExceptionOfType(Ss58Exception.class)
                .isThrownBy(() -> SS58.decode(withChecksum(payload)))
                .withMessageContaining("prefix 42");
    }

    @Test
    void answers_random_texts_with_an_address_or_its_exception() {
        Random random = new Random(58);
        String letters =
                "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl \u00e9\ud83d\ude00";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? ALICE : "");
            int edits = 1 + random.nextInt(i % 2 == 0 ? 3 : 60);
            for (int edit = 0; edit < edits; edit++) {
                char letter = letters.charAt(random.nextInt(letters.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(random.nextInt(text.length() + 1), letter);
                    case 1 -> text.setLength(random.nextInt(text.length() + 1));
                    default -> text.append(letter);
                }
            }
            assertReadsOrRefuses(text.toString());
        }
    }

    private static void assertReadsOrRefuses(String text) {
        try {
            SS58.Address address = SS58.decode(text);
            // a one-byte checksum leaves room for chance: what was read must at least write itself
            // again
            if (address.key().size() >= 32) {
                assertThat(SS58.encode(address.prefix(), address.key().toArray())).isEqualTo(text);
            }
        } catch (Ss58Exception e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static String withChecksum(byte[] payload) {
        byte[] checksum =
                Blake2b.hash512(
                        Bytes.concat(
                                        Bytes.of(
                                                "SS58PRE"
                                                        .getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .US_ASCII)),
                                        Bytes.of(payload))
                                .toArray());
        return Base58.encode(Bytes.concat(Bytes.of(payload), Bytes.of(checksum, 0, 2)).toArray());
    }
}
