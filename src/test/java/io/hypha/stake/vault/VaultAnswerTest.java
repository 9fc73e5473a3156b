package io.hypha.stake.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VaultAnswerTest {

    private static final String BARE = "ab".repeat(64);

    @Test
    void takes_a_signature_with_and_without_its_scheme_and_0x() {
        assertEquals(
                new VaultAnswer.Signature(Bytes.fromHex("0x01" + BARE)),
                VaultAnswer.parse("01" + BARE));
        assertEquals(
                new VaultAnswer.Signature(Bytes.fromHex("0x00" + BARE)),
                VaultAnswer.parse("0x00" + BARE.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(
                new VaultAnswer.Signature(Bytes.fromHex("0x" + BARE)), VaultAnswer.parse(BARE));
    }

    @Test
    void leaves_out_white_space_that_pasting_brings() {
        assertEquals(
                VaultAnswer.parse("01" + BARE),
                VaultAnswer.parse("  0x01 " + BARE.substring(0, 40) + "\r\n" + BARE.substring(40)));
    }

    @Test
    void takes_what_is_longer_as_a_signed_extrinsic() {
        assertInstanceOf(
                VaultAnswer.SignedExtrinsic.class, VaultAnswer.parse("0x" + "00".repeat(200)));
    }

    @Test
    void names_what_is_no_signature() {
        unusable("", "There is no signature");
        unusable(BARE.substring(2), "this has 63");
        unusable(BARE + "a", "A signature is hex");
        unusable("zz" + BARE, "A signature is hex");
        unusable("02" + BARE, "no sr25519 or ed25519");
        unusable("02" + BARE + "00", "ECDSA");
        unusable("substrate:5Grw:0x00", "the code of an account");
        unusable("secret:0x00", "a secret key");
        unusable("0".repeat(VaultAnswer.MAX_CHARACTERS + 1), "longer than any");
    }

    @Test
    void ends_in_an_answer_whatever_is_scanned() {
        Random random = new Random(78);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "01" + BARE : "0x");
            for (int change = random.nextInt(6); change > 0; change--) {
                text.insert(random.nextInt(text.length() + 1), (char) random.nextInt(0x180));
            }
            switch (VaultAnswer.parse(text.toString())) {
                case VaultAnswer.Signature(Bytes bytes) ->
                        assertTrue(bytes.size() == 64 || bytes.size() == 65);
                case VaultAnswer.SignedExtrinsic(Bytes bytes) -> assertTrue(bytes.size() > 66);
                case VaultAnswer.Unusable(String sentence) -> assertFalse(sentence.isBlank());
            }
        }
    }

    private static void unusable(String scanned, String begin) {
        String sentence =
                assertInstanceOf(VaultAnswer.Unusable.class, VaultAnswer.parse(scanned)).sentence();
        assertTrue(sentence.contains(begin), sentence);
    }
}
