package io.hypha.node.crypto;

/**
 * The long powers of a {@link FieldElement}, by the addition chain that runs of ones in their
 * exponents allow.
 */
final class FieldPower {

    private FieldPower() {}

    /** value^(p - 2): the inverse, and zero for zero. */
    static FieldElement invert(FieldElement value) {
        FieldElement t = powerOf250(value);
        FieldElement z11 = new FieldElement();
        // p - 2 = (2^250 - 1) * 2^5 + 11
        FieldElement.square(z11, value);
        FieldElement z8 = new FieldElement();
        FieldElement.squareTimes(z8, z11, 2);
        FieldElement.multiply(z11, z11, value);
        FieldElement.multiply(z11, z11, z8);
        FieldElement.squareTimes(t, t, 5);
        FieldElement.multiply(t, t, z11);
        return t;
    }

    /** value^((p - 5) / 8) = value^(2^252 - 3), the heart of every square root. */
    static FieldElement powerOf252Less3(FieldElement value) {
        FieldElement t = powerOf250(value);
        FieldElement.squareTimes(t, t, 2);
        FieldElement.multiply(t, t, value);
        return t;
    }

    /** value^(2^250 - 1). */
    private static FieldElement powerOf250(FieldElement value) {
        FieldElement z9 = new FieldElement();
        FieldElement z5Ones = new FieldElement();
        FieldElement t = new FieldElement();
        FieldElement.square(t, value);
        FieldElement z2 = FieldElement.copyOf(t);
        FieldElement.squareTimes(z9, t, 2);
        FieldElement.multiply(z9, z9, value);
        FieldElement.multiply(t, z9, z2);
        FieldElement.square(t, t);
        FieldElement.multiply(z5Ones, t, z9);
        FieldElement z10Ones = ones(z5Ones, z5Ones, 5);
        FieldElement z20Ones = ones(z10Ones, z10Ones, 10);
        FieldElement z40Ones = ones(z20Ones, z20Ones, 20);
        FieldElement z50Ones = ones(z40Ones, z10Ones, 10);
        FieldElement z100Ones = ones(z50Ones, z50Ones, 50);
        FieldElement z200Ones = ones(z100Ones, z100Ones, 100);
        return ones(z200Ones, z50Ones, 50);
    }

    /** From value^(2^n - 1) and value^(2^count - 1) to value^(2^(n + count) - 1). */
    private static FieldElement ones(FieldElement high, FieldElement low, int count) {
        FieldElement out = new FieldElement();
        FieldElement.squareTimes(out, high, count);
        FieldElement.multiply(out, out, low);
        return out;
    }
}
