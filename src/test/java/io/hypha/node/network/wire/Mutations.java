package io.hypha.node.network.wire;

import java.util.Arrays;
import java.util.Random;

/** Seeded damage: flipped bits, set bytes, cuts, doubled and swapped pieces, pure noise. */
final class Mutations {

    private static final int[] LOUD = {0, 1, 2, 3, 0x0a, 0x13, 0x7f, 0x80, 0x81, 0xfe, 0xff};

    private Mutations() {}

    static byte[] of(byte[] seed, Random random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = seed.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int end = at + random.nextInt(bytes.length - at + 1);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) LOUD[random.nextInt(LOUD.length)];
            case 2 -> bytes[at] = (byte) random.nextInt();
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return splice(bytes, end, bytes, at, end);
            }
            default -> {
                byte[] cut = Arrays.copyOf(bytes, bytes.length - (end - at));
                System.arraycopy(bytes, end, cut, at, bytes.length - end);
                return cut;
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] into, int at, byte[] piece, int from, int to) {
        byte[] out = new byte[into.length + to - from];
        System.arraycopy(into, 0, out, 0, at);
        System.arraycopy(piece, from, out, at, to - from);
        System.arraycopy(into, at, out, at + to - from, into.length - at);
        return out;
    }
}
