package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldElementTest {

    private static final BigInteger P =
            BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    @Test
    void computes_as_integers_modulo_p_do() {
        Random random = new Random(25519);
        for (int i = 0; i < 20_000; i++) {
            FieldElement a = element(random);
            FieldElement b = element(random);
            BigInteger x = value(a);
            BigInteger y = value(b);
            FieldElement out = new FieldElement();
            FieldElement.multiply(out, a, b);
            assertThat(value(out)).isEqualTo(x.multiply(y).mod(P));
            FieldElement.square(out, a);
            assertThat(value(out)).isEqualTo(x.multiply(x).mod(P));
            FieldElement.add(out, a, b);
            assertThat(value(out)).isEqualTo(x.add(y).mod(P));
            FieldElement.subtract(out, a, b);
            assertThat(value(out)).isEqualTo(x.subtract(y).mod(P));
            FieldElement.negate(out, a);
            assertThat(value(out)).isEqualTo(x.negate().mod(P));
        }
    }

    @Test
    void stays_exact_on_uncarried_sums_and_differences() {
        Random random = new Random(51);
        for (int i = 0; i < 20_000; i++) {
            FieldElement left = lazySum(random);
            FieldElement right = lazySum(random);
            BigInteger x = value(left);
            BigInteger y = value(right);
            FieldElement out = new FieldElement();
            FieldElement.multiply(out, left, right);
            assertThat(value(out)).isEqualTo(x.multiply(y).mod(P));
            FieldElement.square(out, left);
            assertThat(value(out)).isEqualTo(x.multiply(x).mod(P));
        }
    }

    @Test
    void inverts_and_takes_powers() {
        Random random = new Random(255);
        BigInteger exponent = BigInteger.ONE.shiftLeft(252).subtract(BigInteger.valueOf(3));
        for (int i = 0; i < 200; i++) {
            FieldElement a = element(random);
            BigInteger x = value(a);
            assertThat(value(FieldPower.powerOf252Less3(a))).isEqualTo(x.modPow(exponent, P));
            assertThat(value(FieldPower.invert(a)))
                    .isEqualTo(x.modPow(P.subtract(BigInteger.TWO), P));
        }
        assertThat(FieldPower.invert(new FieldElement()).isZero()).isTrue();
    }

    @Test
    void writes_values_around_p_canonically() {
        for (int offset = -40; offset < 19; offset++) {
            BigInteger value = P.add(BigInteger.valueOf(offset));
            FieldElement element = FieldElement.fromBytes(Scalar.toBytes(value), 0);
            assertThat(value(element)).isEqualTo(value.mod(P));
            FieldElement negative = new FieldElement();
            FieldElement.subtract(negative, new FieldElement(), element);
            assertThat(value(negative)).isEqualTo(value.negate().mod(P));
        }
        for (int small = 0; small < 40; small++) {
            FieldElement negative = new FieldElement();
            FieldElement.negate(negative, FieldElement.of(small));
            assertThat(value(negative)).isEqualTo(BigInteger.valueOf(-small).mod(P));
        }
    }

    /** Up to four products with random signs: the largest input that the formulas make. */
    private static FieldElement lazySum(Random random) {
        FieldElement sum = new FieldElement();
        for (int i = 0; i < 4; i++) {
            FieldElement product = new FieldElement();
            FieldElement.multiply(product, element(random), element(random));
            if (random.nextInt(4) == 0) {
                FieldElement.subtract(sum, sum, product);
            } else {
                FieldElement.add(sum, sum, product);
            }
        }
        return sum;
    }

    private static FieldElement element(Random random) {
        byte[] bytes = new byte[32];
        switch (random.nextInt(6)) {
            case 0 -> java.util.Arrays.fill(bytes, (byte) 0xff);
            case 1 -> bytes[random.nextInt(32)] = (byte) random.nextInt();
            default -> random.nextBytes(bytes);
        }
        return FieldElement.fromBytes(bytes, 0);
    }

    private static BigInteger value(FieldElement element) {
        return Scalar.fromLittleEndian(element.toBytes(), 0, 32);
    }
}
