package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Hash256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureSchemeTest {

    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    @Test
    void names_the_variants_of_multi_signature() {
        assertThat(SignatureScheme.ED25519.index()).isZero();
        assertThat(SignatureScheme.SR25519.index()).isEqualTo(1);
        assertThat(SignatureScheme.ECDSA.index()).isEqualTo(2);
        assertThat(SignatureScheme.ECDSA.publicKeySize()).isEqualTo(33);
        assertThat(SignatureScheme.ECDSA.signatureSize()).isEqualTo(65);
    }

    @Test
    void sends_each_scheme_to_its_own_rule() {
        Schnorrkel.KeyPair pair = Schnorrkel.KeyPair.fromMiniSecret(new byte[32]);
        byte[] sr25519Key = pair.publicKey().toArray();
        byte[] ed25519Key = Ed25519.publicKey(new byte[32]);
        byte[] sr25519 = pair.sign(MESSAGE);
        byte[] ed25519 = Ed25519.sign(new byte[32], MESSAGE);
        assertThat(SignatureScheme.SR25519.verify(sr25519Key, MESSAGE, sr25519)).isTrue();
        assertThat(SignatureScheme.SR25519.verify(ed25519Key, MESSAGE, ed25519)).isFalse();
        assertThat(SignatureScheme.ED25519.verify(ed25519Key, MESSAGE, ed25519)).isTrue();
        assertThat(SignatureScheme.ED25519.verify(sr25519Key, MESSAGE, sr25519)).isFalse();
        assertThat(SignatureScheme.ECDSA.verify(ed25519Key, MESSAGE, ed25519)).isFalse();
        assertThat(SignatureCheck.ED25519.isValid(Hash256.of(ed25519Key), MESSAGE, ed25519))
                .isTrue();
        assertThat(SignatureCheck.ED25519.isValid(Hash256.of(ed25519Key), MESSAGE, sr25519))
                .isFalse();
        assertThat(SignatureCheck.SR25519.isValid(Hash256.of(sr25519Key), MESSAGE, sr25519))
                .isTrue();
        assertThat(SignatureCheck.SR25519.isValid(Hash256.of(sr25519Key), MESSAGE, ed25519))
                .isFalse();
    }

    @Test
    void answers_false_to_mutated_keys_and_signatures_of_any_length() {
        Schnorrkel.KeyPair pair = Schnorrkel.KeyPair.fromMiniSecret(new byte[32]);
        mutate(SignatureScheme.SR25519, pair.publicKey().toArray(), pair.sign(MESSAGE), 50_000);
        mutate(
                SignatureScheme.ED25519,
                Ed25519.publicKey(new byte[32]),
                Ed25519.sign(new byte[32], MESSAGE),
                50_000);
        mutate(SignatureScheme.ECDSA, new byte[33], new byte[65], 10_000);
    }

    private static void mutate(SignatureScheme scheme, byte[] key, byte[] signature, int count) {
        Random random = new Random(scheme.index());
        for (int i = 0; i < count; i++) {
            byte[] changedKey = key.clone();
            byte[] changedSignature = signature.clone();
            switch (i % 4) {
                case 0 -> changedKey = Arrays.copyOf(key, random.nextInt(70));
                case 1 -> changedSignature = Arrays.copyOf(signature, random.nextInt(140));
                case 2 -> random.nextBytes(changedKey);
                default -> {
                    random.nextBytes(changedSignature);
                    changedSignature[63] &= (byte) 0x8f;
                }
            }
            if (!Arrays.equals(changedKey, key) || !Arrays.equals(changedSignature, signature)) {
                assertThat(scheme.verify(changedKey, MESSAGE, changedSignature)).isFalse();
            }
        }
    }
}
