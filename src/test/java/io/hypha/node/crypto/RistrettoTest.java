package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RistrettoTest {

    private static final BigInteger P =
            BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    /** RFC 9496, A.1: the first multiples of the generator. */
    private static final String[] MULTIPLES = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
        "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
    };

    @Test
    void encodes_and_decodes_the_multiples_of_the_generator() {
        for (int i = 0; i < MULTIPLES.length; i++) {
            byte[] expected = HexFormat.of().parseHex(MULTIPLES[i]);
            assertThat(Ristretto.encode(DoubleScalarMultiplication.ofBase(BigInteger.valueOf(i))))
                    .isEqualTo(expected);
            EdwardsPoint point = new EdwardsPoint();
            assertThat(Ristretto.decode(point, expected, 0)).isTrue();
            assertThat(Ristretto.encode(point)).isEqualTo(expected);
        }
    }

    @Test
    void encodes_all_points_of_a_class_alike() {
        Random random = new Random(9496);
        // y = 0 has order 4: adding it stays in the class
        EdwardsPoint torsion = new EdwardsPoint();
        assertThat(torsion.decodeByZip215(new byte[32], 0)).isTrue();
        for (int i = 0; i < 200; i++) {
            EdwardsPoint point = DoubleScalarMultiplication.ofBase(new BigInteger(252, random));
            byte[] expected = Ristretto.encode(point);
            for (int turn = 0; turn < 4; turn++) {
                point.add(CachedPoint.of(torsion), false, true);
                assertThat(Ristretto.encode(point)).isEqualTo(expected);
            }
        }
    }

    @Test
    void refuses_values_from_p_on_and_negative_ones() {
        for (int above = 0; above < 19; above++) {
            assertRefused(Scalar.toBytes(P.add(BigInteger.valueOf(above))));
        }
        for (int i = 1; i < MULTIPLES.length; i++) {
            BigInteger s = Scalar.fromLittleEndian(HexFormat.of().parseHex(MULTIPLES[i]), 0, 32);
            assertRefused(Scalar.toBytes(P.subtract(s)));
            assertRefused(Scalar.toBytes(s.setBit(255)));
        }
        // RFC 9496, A.2: non-square x², negative x·y, s = -1 with y = 0
        assertRefused(
                HexFormat.of()
                        .parseHex(
                                "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"));
        assertRefused(
                HexFormat.of()
                        .parseHex(
                                "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e"));
        assertRefused(
                HexFormat.of()
                        .parseHex(
                                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));
    }

    @Test
    void decodes_about_an_eighth_of_random_bytes_and_only_what_encodes_to_itself() {
        Random random = new Random(255);
        int decoded = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            EdwardsPoint point = new EdwardsPoint();
            if (Ristretto.decode(point, bytes, 0)) {
                decoded++;
                assertThat(Ristretto.encode(point)).isEqualTo(bytes);
            }
        }
        assertThat(decoded).isBetween(200, 450);
    }

    private static void assertRefused(byte[] bytes) {
        assertThat(Ristretto.decode(new EdwardsPoint(), bytes, 0))
                .as(HexFormat.of().formatHex(bytes))
                .isFalse();
    }
}
