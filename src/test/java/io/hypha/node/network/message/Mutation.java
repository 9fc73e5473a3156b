package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Random;

/** Breaks honest messages in seeded ways: bits, bytes, cuts, repetitions, foreign lengths. */
final class Mutation {

    private static final int[] TELLING = {
        0, 1, 2, 3, 4, 0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a, 0x42, 0x7f, 0x80, 0xfc, 0xfe, 0xff
    };

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    Bytes of(List<Bytes> honest) {
        Bytes message = honest.get(random.nextInt(honest.size()));
        for (int i = random.nextInt(3); i >= 0; i--) {
            message = once(message, honest);
        }
        return message;
    }

    private Bytes once(Bytes message, List<Bytes> honest) {
        int size = message.size();
        int at = random.nextInt(size + 1);
        return switch (random.nextInt(8)) {
            case 0 -> message.slice(0, at);
            case 1 -> inserted(message, at, Bytes.ofInts(telling()));
            case 2 -> {
                int to = at + random.nextInt(Math.min(40, size - at) + 1);
                yield inserted(message, at, message.slice(at, to));
            }
            case 3 -> {
                int to = at + random.nextInt(Math.min(8, size - at) + 1);
                yield Bytes.concat(message.slice(0, at), message.slice(to, size));
            }
            case 4 -> {
                Bytes other = honest.get(random.nextInt(honest.size()));
                yield Bytes.concat(
                        message.slice(0, at),
                        other.slice(random.nextInt(other.size() + 1), other.size()));
            }
            default -> changed(message);
        };
    }

    private Bytes changed(Bytes message) {
        if (message.isEmpty()) {
            return Bytes.ofInts(telling());
        }
        byte[] bytes = message.toArray();
        // The first bytes hold tags and lengths more often than the later ones.
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(8, bytes.length));
        bytes[at] =
                random.nextBoolean()
                        ? (byte) telling()
                        : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        return Bytes.of(bytes);
    }

    private int telling() {
        return TELLING[random.nextInt(TELLING.length)];
    }

    private static Bytes inserted(Bytes message, int at, Bytes more) {
        return Bytes.concat(message.slice(0, at), more, message.slice(at, message.size()));
    }
}
