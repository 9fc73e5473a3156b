package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload of libp2p's Noise handshake: who owns the static key. Protobuf {1: public key, 2:
 * signature over {@value #CONTEXT} and the static key}; extensions (4) and unknown fields are
 * skipped. The public key is protobuf {1: type, 2: bytes}.
 */
final class NoiseIdentity {

    static final String CONTEXT = "noise-libp2p-static-key:";

    private static final int ED25519 = 1;

    private NoiseIdentity() {}

    static byte[] encode(Identity self, byte[] noiseStatic) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x0a);
        out.write(36);
        out.writeBytes(new byte[] {8, ED25519, 0x12, 32});
        out.writeBytes(self.publicKey().toArray());
        out.write(0x12);
        out.write(64);
        out.writeBytes(self.sign(signed(noiseStatic)));
        return out.toByteArray();
    }

    private static byte[] signed(byte[] noiseStatic) {
        return Bytes.concat(
                        Bytes.of(CONTEXT.getBytes(StandardCharsets.US_ASCII)),
                        Bytes.of(noiseStatic))
                .toArray();
    }

    /** The peer that signed {@code noiseStatic}. */
    static PeerId verify(byte[] payload, byte[] noiseStatic) throws WireException {
        Fields outer = new Fields(payload, 2);
        Fields key = new Fields(outer.bytes[1], 2);
        if (key.numbers[1] != ED25519) {
            throw bad("a key of type " + key.numbers[1] + "; only ed25519 (1) can be verified");
        }
        byte[] publicKey = key.bytes[2];
        if (publicKey.length != Hash256.SIZE) {
            throw bad("an ed25519 key of " + publicKey.length + " bytes");
        }
        if (!Ed25519.verify(publicKey, signed(noiseStatic), outer.bytes[2])) {
            throw bad("the signature over the static key is not valid");
        }
        return PeerId.ofEd25519(Hash256.of(publicKey));
    }

    private static WireException bad(String text) {
        return new WireException(WireFault.Kind.BAD_IDENTITY, "identity: " + text);
    }

    /** Fields 1..{@code most} of a protobuf message; the last of a repeated one counts. */
    private static final class Fields {
        final byte[][] bytes;
        final long[] numbers;
        private final byte[] message;
        private int at;

        Fields(byte[] message, int most) throws WireException {
            this.message = message;
            this.bytes = new byte[most + 1][0];
            this.numbers = new long[most + 1];
            Arrays.fill(numbers, -1);
            while (at < message.length) {
                long tag = varint();
                long field = tag >>> 3;
                boolean isWanted = field >= 1 && field <= most;
                switch ((int) (tag & 7)) {
                    case 0 -> {
                        long number = varint();
                        if (isWanted) {
                            numbers[(int) field] = number;
                        }
                    }
                    case 1 -> skip(8);
                    case 2 -> {
                        int from = skip(varint());
                        if (isWanted) {
                            bytes[(int) field] = Arrays.copyOfRange(message, from, at);
                        }
                    }
                    case 5 -> skip(4);
                    default -> throw bad("no protobuf at byte " + at);
                }
            }
        }

        /** Moves on by {@code count}; says where it was. */
        private int skip(long count) throws WireException {
            if (count < 0 || count > message.length - at) {
                throw bad("a field of " + count + " bytes, " + (message.length - at) + " are left");
            }
            int from = at;
            at += (int) count;
            return from;
        }

        private long varint() throws WireException {
            long value = 0;
            for (int shift = 0; shift < 64 && at < message.length; shift += 7) {
                int b = message[at++] & 0xff;
                value |= (long) (b & 0x7f) << shift;
                if (b < 0x80) {
                    return value;
                }
            }
            throw bad("a number that is cut off at byte " + at);
        }
    }
}
