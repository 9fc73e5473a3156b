package io.hypha.node.crypto;

import java.util.HexFormat;

/**
 * The constants of the curve -x² + y² = 1 + d x² y² over 2^255 - 19 and of Ristretto255 on it (RFC
 * 8032, RFC 9496).
 */
final class Curve25519 {

    static final FieldElement ONE = FieldElement.of(1);

    static final FieldElement D =
            hex("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352");

    /** 2 d. */
    static final FieldElement D2 =
            hex("59f1b226949bd6eb56b183829a14e00030d1f3eef2808e19e7fcdf56dcd90624");

    /** The square root of -1 that RFC 8032 names: 2^((p-1)/4). */
    static final FieldElement SQRT_M1 =
            hex("b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b");

    /** 1 / sqrt(-1 - d). */
    static final FieldElement INV_SQRT_A_MINUS_D =
            hex("ea405d80aafdc899be72415a17162f9d40d801fe917bc216a2fcafcf05896c78");

    private Curve25519() {}

    private static FieldElement hex(String littleEndian) {
        return FieldElement.fromBytes(HexFormat.of().parseHex(littleEndian), 0);
    }

    /**
     * The non-negative root of u / v, or of i·u / v where u / v is no square (RFC 9496, 4.2).
     *
     * @return whether u / v is a square
     */
    static boolean squareRootOfRatio(FieldElement root, FieldElement u, FieldElement v) {
        FieldElement v3 = new FieldElement();
        FieldElement v7 = new FieldElement();
        FieldElement r = new FieldElement();
        FieldElement check = new FieldElement();
        FieldElement.square(v3, v);
        FieldElement.multiply(v3, v3, v);
        FieldElement.square(v7, v3);
        FieldElement.multiply(v7, v7, v);
        FieldElement.multiply(r, u, v7);
        r = FieldPower.powerOf252Less3(r);
        FieldElement.multiply(r, r, v3);
        FieldElement.multiply(r, r, u);
        FieldElement.square(check, r);
        FieldElement.multiply(check, check, v);

        FieldElement minusU = new FieldElement();
        FieldElement.negate(minusU, u);
        FieldElement minusUi = new FieldElement();
        FieldElement.multiply(minusUi, minusU, SQRT_M1);
        boolean correct = FieldElement.areEqual(check, u);
        boolean flipped = FieldElement.areEqual(check, minusU);
        boolean flippedByI = FieldElement.areEqual(check, minusUi);
        if (flipped || flippedByI) {
            FieldElement.multiply(r, r, SQRT_M1);
        }
        if (r.isNegative()) {
            FieldElement.negate(r, r);
        }
        root.set(r);
        return correct || flipped;
    }
}
