package io.hypha.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.ShareValue.SafeFloat;
import io.hypha.chain.ShareValue.U64F64;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShareValueTest {

    private static SafeFloat safeFloat(String mantissa, int exponent) {
        return new SafeFloat(new BigInteger(mantissa), exponent);
    }

    @Test
    void values_the_holders_of_a_pool_as_the_chain_does() {
        SafeFloat all = safeFloat("401000000000000000000", -9);
        // owner 100e9 shares plus those bought with the take of 1e9 at V = 4e11, S = 4e11
        assertThat(
                        ShareValue.stakeRao(
                                409_000_000_000L, safeFloat("101000000000000000000", -9), all))
                .isEqualTo(103_014_962_593L);
        assertThat(
                        ShareValue.stakeRao(
                                409_000_000_000L, safeFloat("300000000000000000000", -9), all))
                .isEqualTo(305_985_037_406L);
    }

    @Test
    void loses_one_rao_by_truncation_where_the_chain_does() {
        assertThat(
                        ShareValue.stakeRao(
                                459_000_000_000L,
                                safeFloat("490220048899755501222", -10),
                                safeFloat("450022004889975550122", -9)))
                .isEqualTo(49_999_999_999L);
    }

    @Test
    void mixes_both_generations() {
        U64F64 half = new U64F64(BigInteger.ONE.shiftLeft(63));

        assertThat(ShareValue.stakeRao(1_000, half, safeFloat("100000000000000000001", -20)))
                .isEqualTo(499);
        assertThat(ShareValue.stakeRao(1_000, half, new U64F64(BigInteger.ONE.shiftLeft(64))))
                .isEqualTo(500);
    }

    @Test
    void gives_nobody_a_pool_without_shares() {
        assertThat(ShareValue.stakeRao(5, safeFloat("0", 0), safeFloat("0", 0))).isZero();
        assertThat(ShareValue.stakeRao(5, safeFloat("1", 0), new U64F64(BigInteger.ZERO))).isZero();
    }

    @Test
    void refuses_a_stake_no_state_can_hold() {
        assertThatThrownBy(() ->
                        ShareValue.stakeRao(Long.MAX_VALUE, safeFloat("2", 0), safeFloat("1", 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bounds_the_exponent_before_it_raises_a_power() {
        assertThatThrownBy(() ->
                        ShareValue.readSafeFloat(
                                new ScaleCodecReader(FakeChain.safeFloat("1", Long.MAX_VALUE))))
                .isInstanceOf(ScaleException.class);
        assertThat(
                        ShareValue.readSafeFloat(
                                        new ScaleCodecReader(FakeChain.safeFloat("7", -128)))
                                .exponent())
                .isEqualTo(-128);
    }

    @Test
    void ends_in_a_value_or_a_scale_exception_for_any_bytes() {
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(28)];
            random.nextBytes(bytes);
            if (bytes.length == 24 && random.nextBoolean()) {
                java.util.Arrays.fill(bytes, 17, 24, bytes[23] < 0 ? (byte) 255 : 0);
            }
            try {
                SafeFloat value = ProvenState.decode(Bytes.of(bytes), ShareValue::readSafeFloat);
                assertThat(ShareValue.stakeRao(1, value, value)).isBetween(0L, 1L);
            } catch (ScaleException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 99_999);
    }
}
