package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.junit.jupiter.api.Test;

class EcdsaTest {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger SECRET = BigInteger.valueOf(0x6879_7068_61L);
    private static final byte[] KEY = CURVE.getG().multiply(SECRET).normalize().getEncoded(true);
    private static final byte[] MESSAGE = "a call".getBytes(StandardCharsets.UTF_8);

    @Test
    void recovers_the_key_that_signed_and_only_with_the_right_recovery_id() {
        for (int i = 0; i < 50; i++) {
            byte[] message = new byte[i];
            byte[] signature = sign(message, false);
            assertThat(Ecdsa.verify(KEY, message, signature)).isTrue();
            signature[64] ^= 1;
            assertThat(Ecdsa.verify(KEY, message, signature)).isFalse();
        }
    }

    @Test
    void takes_the_recovery_id_as_ethereum_writes_it_and_no_other() {
        byte[] signature = sign(MESSAGE, false);
        int id = signature[64];
        for (int v = 0; v < 256; v++) {
            signature[64] = (byte) v;
            assertThat(Ecdsa.verify(KEY, MESSAGE, signature)).isEqualTo(v == id || v == id + 27);
        }
    }

    @Test
    void accepts_both_signs_of_s_as_the_chain_does() {
        assertThat(Ecdsa.verify(KEY, MESSAGE, sign(MESSAGE, true))).isTrue();
    }

    @Test
    void refuses_any_one_bit_flipped() {
        byte[] signature = sign(MESSAGE, false);
        for (int bit = 0; bit < 512; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertThat(Ecdsa.verify(KEY, MESSAGE, flipped)).isFalse();
        }
        for (int bit = 0; bit < 264; bit++) {
            byte[] flipped = KEY.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            assertThat(Ecdsa.verify(flipped, MESSAGE, signature)).isFalse();
        }
    }

    @Test
    void answers_false_to_zero_large_and_misshapen_values() {
        byte[] signature = sign(MESSAGE, false);
        byte[] n = Arrays.copyOfRange(CURVE.getN().toByteArray(), 1, 33);
        for (int offset : new int[] {0, 32}) {
            byte[] zero = signature.clone();
            Arrays.fill(zero, offset, offset + 32, (byte) 0);
            assertThat(Ecdsa.verify(KEY, MESSAGE, zero)).isFalse();
            byte[] large = signature.clone();
            System.arraycopy(n, 0, large, offset, 32);
            assertThat(Ecdsa.verify(KEY, MESSAGE, large)).isFalse();
        }
        for (int size = 0; size < 80; size++) {
            if (size != 65) {
                assertThat(Ecdsa.verify(KEY, MESSAGE, Arrays.copyOf(signature, size))).isFalse();
            }
            if (size != 33) {
                assertThat(Ecdsa.verify(Arrays.copyOf(KEY, size), MESSAGE, signature)).isFalse();
            }
        }
    }

    @Test
    void recovers_with_r_above_the_group_order_only_where_a_field_element_is_left() {
        // r + n must stay below p: only the smallest r can carry recovery ids 2 and 3
        byte[] signature = sign(MESSAGE, false);
        signature[64] |= 2;
        assertThat(Ecdsa.recover(MESSAGE, signature)).isEmpty();
        byte[] small = new byte[65];
        small[63] = 1;
        int found = 0;
        for (int r = 1; r < 20; r++) {
            small[31] = (byte) r;
            small[64] = 2;
            found += Ecdsa.recover(MESSAGE, small).isPresent() ? 1 : 0;
        }
        assertThat(found).isBetween(3, 16);
    }

    private static byte[] sign(byte[] message, boolean highS) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(SECRET, new ECDomainParameters(CURVE)));
        BigInteger[] parts = signer.generateSignature(Blake2b.hash256(message));
        BigInteger half = CURVE.getN().shiftRight(1);
        boolean isHigh = parts[1].compareTo(half) > 0;
        BigInteger s = isHigh == highS ? parts[1] : CURVE.getN().subtract(parts[1]);
        byte[] signature = new byte[65];
        put(parts[0], signature, 0);
        put(s, signature, 32);
        for (int id = 0; id < 2; id++) {
            signature[64] = (byte) id;
            if (Ecdsa.recover(message, signature)
                    .filter(key -> Arrays.equals(key, KEY))
                    .isPresent()) {
                return signature;
            }
        }
        throw new AssertionError("no recovery id fits");
    }

    private static void put(BigInteger value, byte[] target, int offset) {
        byte[] bytes = value.toByteArray();
        int size = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - size, target, offset + 32 - size, size);
    }

    @Test
    void answers_false_to_random_signatures() {
        Random random = new Random(256);
        byte[] signature = new byte[65];
        for (int i = 0; i < 5_000; i++) {
            random.nextBytes(signature);
            signature[64] &= 3;
            assertThat(Ecdsa.verify(KEY, MESSAGE, signature)).isFalse();
        }
    }
}
