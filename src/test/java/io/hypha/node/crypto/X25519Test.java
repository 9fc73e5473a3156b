package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors are those of RFC 7748 §5.2 and §6.1. */
class X25519Test {

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    })
    void multiplies_as_the_standard_does(String secret, String point, String product) {
        assertThat(X25519.agree(hex(secret), hex(point))).isEqualTo(hex(product));
    }

    @Test
    void comes_to_the_standards_value_after_a_thousand_rounds() {
        byte[] k = hex("0900000000000000000000000000000000000000000000000000000000000000");
        byte[] u = k;
        for (int i = 0; i < 1_000; i++) {
            byte[] next = X25519.agree(k, u);
            u = k;
            k = next;
            if (i == 0) {
                assertThat(k)
                        .isEqualTo(
                                hex(
                                        "422c8e7a6227d7bca1350b3e2bb7279f"
                                                + "7897b87bb6854b783c60e80311ae3079"));
            }
        }
        assertThat(k)
                .isEqualTo(hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
    }

    @Test
    void agrees_as_the_standard_does() {
        byte[] alicePublic =
                hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");

        assertThat(X25519.agree(bob, alicePublic))
                .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
        assertThat(X25519.publicKey(bob))
                .isEqualTo(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void a_key_of_small_order_gives_zero(String point) {
        assertThat(X25519.isZero(X25519.agree(new byte[32], hex(point)))).isTrue();
    }

    @Test
    void agrees_with_the_platform_on_a_thousand_pairs() throws Exception {
        Random random = new Random(31);
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        for (int i = 0; i < 1_000; i++) {
            byte[] secret = new byte[32];
            byte[] point = new byte[32];
            random.nextBytes(secret);
            random.nextBytes(point);
            if (i % 10 == 0) {
                Arrays.fill(point, 1, 31, (byte) 0xff);
                point[31] = 0x7f;
            }
            agreement.init(
                    keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
            byte[] reversed = new byte[32];
            for (int j = 0; j < 32; j++) {
                reversed[j] = point[31 - j];
            }
            reversed[0] &= 0x7f;
            byte[] shared = X25519.agree(secret, point);
            try {
                agreement.doPhase(
                        keys.generatePublic(
                                new XECPublicKeySpec(
                                        NamedParameterSpec.X25519, new BigInteger(1, reversed))),
                        true);
                assertThat(shared).isEqualTo(agreement.generateSecret());
            } catch (InvalidKeyException e) {
                assertThat(X25519.isZero(shared)).as(e.getMessage()).isTrue();
            }
        }
    }

    @Test
    void keys_have_32_bytes() {
        assertThatThrownBy(() -> X25519.agree(new byte[31], new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> X25519.agree(new byte[32], new byte[33]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
