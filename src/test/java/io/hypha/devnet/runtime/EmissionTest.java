package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class EmissionTest {

    private static final long TAO = 1_000_000_000;

    private static Fixed taoWeight() {
        return Fixed.ratio(
                32,
                BigInteger.valueOf(3_320_413_933_267_719_290L),
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    }

    @Test
    void halves_by_issuance() {
        assertThat(Emission.perBlock(0)).isEqualTo(1_000_000_000);
        assertThat(Emission.perBlock(10_499_999_999_999_999L)).isEqualTo(1_000_000_000);
        assertThat(Emission.perBlock(10_500_000_000_000_000L)).isEqualTo(500_000_000);
        assertThat(Emission.perBlock(15_750_000_000_000_000L)).isEqualTo(250_000_000);
        assertThat(Emission.perBlock(18_375_000_000_000_000L)).isEqualTo(125_000_000);
        assertThat(Emission.perBlock(21_000_000_000_000_000L)).isZero();
    }

    @Test
    void splits_alpha_as_the_vector_says() {
        assertThat(taoWeight().bits()).isEqualTo(773_094_113);
        Fixed proportion = Emission.rootProportion(6_000_000 * TAO, taoWeight(), 3_000_000 * TAO);
        assertThat(proportion.bits()).isEqualTo(1_136_903_107);
        Emission.Split split = Emission.split(TAO, 11_796, proportion);
        assertThat(split)
                .isEqualTo(new Emission.Split(179_995_422, 108_530_017, 410_002_288, 301_472_271));
        long millis = 360 * Emission.NOMINAL_BLOCK_MILLIS;
        assertThat(Emission.over(millis, split.ownerCut())).isEqualTo(64_798_351_920L);
        assertThat(Emission.over(millis, split.root())).isEqualTo(39_070_806_120L);
        assertThat(Emission.over(millis, split.server())).isEqualTo(147_600_823_680L);
        assertThat(Emission.over(millis, split.validator())).isEqualTo(108_530_017_560L);
    }

    @Test
    void caps_the_injection_by_root_proportion() {
        Fixed proportion = Emission.rootProportion(6_000_000 * TAO, taoWeight(), 3_000_000 * TAO);
        Fixed emission = Fixed.f32(10_000_000);
        assertThat(Emission.injection(emission, Fixed.ratio(32, 1, 20), proportion, TAO).alpha())
                .isBetween(200_000_000L, 200_000_001L);
        Emission.Injection capped =
                Emission.injection(emission, Fixed.ratio(32, 1, 50), proportion, TAO);
        assertThat(capped).isEqualTo(new Emission.Injection(5_294_117, 264_705_882, 4_705_882));
    }
}
