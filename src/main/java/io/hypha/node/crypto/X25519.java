package io.hypha.node.crypto;

/**
 * Diffie-Hellman on Curve25519 (RFC 7748 §5). The Montgomery ladder takes the same steps for every
 * secret. It shares its field with Ed25519, so that a node that starts loads and warms one
 * arithmetic only.
 */
public final class X25519 {

    public static final int SIZE = 32;

    private static final byte[] BASE = base();

    private X25519() {}

    private static byte[] base() {
        byte[] point = new byte[SIZE];
        point[0] = 9;
        return point;
    }

    /**
     * The public key of 32 secret bytes, which are clamped here.
     *
     * @throws IllegalArgumentException when the secret has not 32 bytes
     */
    public static byte[] publicKey(byte[] secret) {
        return multiply(secret, BASE);
    }

    /**
     * The shared secret of our secret and their public key; all zero when their key is of small
     * order, which protocols must refuse ({@link #isZero}). The highest bit of the key is ignored.
     *
     * @throws IllegalArgumentException when one of them has not 32 bytes
     */
    public static byte[] agree(byte[] secret, byte[] publicKey) {
        return multiply(secret, publicKey);
    }

    /** Whether all bytes are zero; looks at all of them. */
    public static boolean isZero(byte[] shared) {
        int bits = 0;
        for (byte b : shared) {
            bits |= b;
        }
        return bits == 0;
    }

    private static byte[] multiply(byte[] secret, byte[] point) {
        if (secret.length != SIZE || point.length != SIZE) {
            throw new IllegalArgumentException(
                    "keys have 32 bytes, found " + secret.length + " and " + point.length);
        }
        byte[] scalar = secret.clone();
        scalar[0] &= (byte) 0xf8;
        scalar[31] &= (byte) 0x7f;
        scalar[31] |= (byte) 0x40;
        Ladder ladder = new Ladder(FieldElement.fromBytes(point, 0));
        int swapped = 0;
        for (int bit = 254; bit >= 0; bit--) {
            int now = scalar[bit >> 3] >> (bit & 7) & 1;
            ladder.swap(swapped ^ now);
            swapped = now;
            ladder.step();
        }
        ladder.swap(swapped);
        return ladder.affine();
    }

    /** Two points whose difference is the given one, as x = X/Z. Names are those of the RFC. */
    private static final class Ladder {
        private static final FieldElement A24 = FieldElement.of(121_665);

        private final FieldElement x1;
        private final FieldElement x2 = FieldElement.of(1);
        private final FieldElement z2 = new FieldElement();
        private final FieldElement x3;
        private final FieldElement z3 = FieldElement.of(1);
        private final FieldElement a = new FieldElement();
        private final FieldElement aa = new FieldElement();
        private final FieldElement b = new FieldElement();
        private final FieldElement bb = new FieldElement();
        private final FieldElement e = new FieldElement();
        private final FieldElement da = new FieldElement();
        private final FieldElement cb = new FieldElement();

        Ladder(FieldElement point) {
            this.x1 = point;
            this.x3 = FieldElement.copyOf(point);
        }

        void swap(int bit) {
            FieldElement.swap(x2, x3, -bit);
            FieldElement.swap(z2, z3, -bit);
        }

        void step() {
            FieldElement.add(a, x2, z2);
            FieldElement.subtract(b, x2, z2);
            FieldElement.square(aa, a);
            FieldElement.square(bb, b);
            FieldElement.subtract(e, aa, bb);
            FieldElement.subtract(da, x3, z3);
            FieldElement.multiply(da, da, a);
            FieldElement.add(cb, x3, z3);
            FieldElement.multiply(cb, cb, b);
            FieldElement.add(x3, da, cb);
            FieldElement.square(x3, x3);
            FieldElement.subtract(z3, da, cb);
            FieldElement.square(z3, z3);
            FieldElement.multiply(z3, z3, x1);
            FieldElement.multiply(x2, aa, bb);
            FieldElement.multiply(z2, e, A24);
            FieldElement.add(z2, z2, aa);
            FieldElement.multiply(z2, z2, e);
        }

        byte[] affine() {
            FieldElement out = new FieldElement();
            FieldElement.multiply(out, x2, FieldPower.invert(z2));
            return out.toBytes();
        }
    }
}
