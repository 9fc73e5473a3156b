package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SecretUriTest {

    private static final String PHRASE = SecretUri.DEVELOPMENT_PHRASE;

    @Test
    void turns_phrases_into_mini_secrets_by_their_entropy() throws SecretUriException {
        for (JsonNode each : Fixtures.json("crypto/secret-uris.json").get("mnemonics")) {
            String phrase = each.get("mnemonic").asString();
            assertThat(Bytes.of(SecretUri.parse(phrase).miniSecret()))
                    .isEqualTo(Fixtures.hex(each.get("miniSecret")));
            // the password of substrate-bip39's own vectors
            assertThat(Bytes.of(SecretUri.parse(phrase + "///Substrate").miniSecret()))
                    .isEqualTo(Fixtures.hex(each.get("miniSecretPassword")));
            assertThat(Bytes.of(SecretUri.parse(phrase + "///substrate").miniSecret()))
                    .isNotEqualTo(Fixtures.hex(each.get("miniSecretPassword")));
        }
    }

    @Test
    void derives_every_sr25519_key_of_the_fixture() throws SecretUriException {
        JsonNode cases = Fixtures.json("crypto/secret-uris.json").get("sr25519");
        assertThat(cases.size()).isEqualTo(9);
        for (JsonNode each : cases) {
            Hash256 key = SecretUri.parse(each.get("uri").asString()).sr25519().publicKey();
            assertThat(key)
                    .as(each.toString())
                    .isEqualTo(Hash256.of(Fixtures.hex(each.get("publicKey"))));
            assertThat(SS58.encode(key)).isEqualTo(each.get("ss58").asString());
        }
    }

    @Test
    void derives_every_ed25519_key_of_the_fixture_and_refuses_soft_junctions()
            throws SecretUriException {
        JsonNode cases = Fixtures.json("crypto/secret-uris.json").get("ed25519");
        assertThat(cases.size()).isEqualTo(9);
        for (JsonNode each : cases) {
            SecretUri uri = SecretUri.parse(each.get("uri").asString());
            if (each.has("error")) {
                assertThatExceptionOfType(SecretUriException.class).isThrownBy(uri::ed25519Seed);
                continue;
            }
            byte[] key = Ed25519.publicKey(uri.ed25519Seed());
            assertThat(Bytes.of(key))
                    .as(each.toString())
                    .isEqualTo(Fixtures.hex(each.get("publicKey")));
            assertThat(SS58.encode(42, key)).isEqualTo(each.get("ss58").asString());
        }
    }

    @Test
    void means_the_development_phrase_where_none_is_given() throws SecretUriException {
        assertThat(SecretUri.parse("//Alice").sr25519().publicKey())
                .isEqualTo(SecretUri.parse(PHRASE + "//Alice").sr25519().publicKey());
        assertThat(SecretUri.parse("").miniSecret())
                .isEqualTo(SecretUri.parse(PHRASE).miniSecret());
        assertThat(SecretUri.parse("///pass").miniSecret())
                .isNotEqualTo(SecretUri.parse("").miniSecret());
    }

    @Test
    void takes_a_hex_seed_as_the_mini_secret() throws SecretUriException {
        String seed = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";
        assertThat(SecretUri.parse(seed).sr25519().publicKey())
                .isEqualTo(SecretUri.parse(PHRASE).sr25519().publicKey());
        assertThat(SecretUri.parse(seed + "//Alice").sr25519().publicKey())
                .isEqualTo(SecretUri.parse("//Alice").sr25519().publicKey());
    }

    @Test
    void a_number_and_its_text_in_words_are_different_junctions() throws SecretUriException {
        assertThat(SecretUri.parse("//1").sr25519().publicKey())
                .isNotEqualTo(SecretUri.parse("//one").sr25519().publicKey())
                .isEqualTo(SecretUri.parse("//01").sr25519().publicKey());
        assertThat(SecretUri.parse("//18446744073709551615").sr25519().publicKey())
                .isNotEqualTo(SecretUri.parse("//18446744073709551616").sr25519().publicKey());
    }

    @Test
    void refuses_wrong_words_counts_and_checksums_without_repeating_them() {
        String[] wrong = {
            "bottom drive obey lake curtain smoke basket hold race lonely fit",
            "bottom drive obey lake curtain smoke basket hold race lonely fit walk walk",
            "bottom drive obey lake curtain smoke basket hold race lonely fit wolk",
            "bottom drive obey lake curtain smoke basket hold race lonely walk fit",
            "Bottom drive obey lake curtain smoke basket hold race lonely fit walk",
            "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb779747",
            "//Alice/",
            "//Alice//",
            "a".repeat(2_000),
            "//Alice" + "/x".repeat(40),
        };
        for (String text : wrong) {
            assertThatExceptionOfType(SecretUriException.class)
                    .as(text)
                    .isThrownBy(() -> SecretUri.parse(text))
                    .withMessageNotContaining("lonely")
                    .withMessageNotContaining("wolk")
                    .withMessageNotContaining("fac7");
        }
    }

    @Test
    void reads_phrases_of_every_length_and_refuses_a_changed_word() throws SecretUriException {
        String abandon = "abandon ";
        String[] phrases = {
            abandon.repeat(11) + "about",
            abandon.repeat(14) + "address",
            abandon.repeat(17) + "agent",
            abandon.repeat(20) + "admit",
            abandon.repeat(23) + "art",
        };
        for (int i = 0; i < phrases.length; i++) {
            assertThat(Mnemonic.entropy(phrases[i])).isEqualTo(new byte[16 + 4 * i]);
            String changed = phrases[i] + "x";
            assertThatExceptionOfType(SecretUriException.class)
                    .isThrownBy(() -> Mnemonic.entropy(changed));
        }
    }

    @Test
    void answers_random_texts_with_a_secret_or_its_exception() {
        Random random = new Random(39);
        String letters = "/abz019 xé\u0000\n.";
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            // an uppercase word keeps most texts from the slow PBKDF2
            StringBuilder text = new StringBuilder("X");
            int size = random.nextInt(40);
            for (int at = 0; at < size; at++) {
                text.insert(
                        random.nextInt(text.length() + 1),
                        letters.charAt(random.nextInt(letters.length())));
            }
            if (text.charAt(0) == '/') {
                continue;
            }
            try {
                SecretUri.parse(text.toString());
            } catch (SecretUriException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50_000);
    }
}
