package io.hypha.node.crypto;

import java.nio.charset.StandardCharsets;

/**
 * A merlin transcript: labelled messages go into STROBE-128 over Keccak-f[1600], challenges come
 * out that depend on all of them. The part of STROBE that merlin needs: AD, meta-AD, PRF and KEY.
 */
final class Transcript {

    private static final int RATE = 166;

    private static final int FLAG_I = 1;
    private static final int FLAG_A = 1 << 1;
    private static final int FLAG_C = 1 << 2;
    private static final int FLAG_M = 1 << 4;
    private static final int FLAG_K = 1 << 5;

    private final long[] state;
    private int position;
    private int begin;

    Transcript(String label) {
        state = new long[Keccak.LANES];
        byte[] domain = {1, (byte) (RATE + 2), 1, 0, 1, 96};
        for (int i = 0; i < domain.length; i++) {
            xor(i, domain[i]);
        }
        byte[] version = ascii("STROBEv1.0.2");
        for (int i = 0; i < version.length; i++) {
            xor(domain.length + i, version[i]);
        }
        Keccak.permute(state);
        metaAd(ascii("Merlin v1.0"), false);
        append("dom-sep", ascii(label));
    }

    private Transcript(Transcript other) {
        state = other.state.clone();
        position = other.position;
        begin = other.begin;
    }

    void append(String label, byte[] message) {
        frame(label, message.length);
        beginOperation(FLAG_A);
        absorb(message);
    }

    byte[] challenge(String label, int size) {
        frame(label, size);
        return prf(size);
    }

    /**
     * Bytes that depend on this transcript and on secrets, as merlin's random generator makes them
     * when it has no other source: deterministic, unknown without the secrets. This transcript
     * stays as it is.
     */
    byte[] witness(String label, int size, byte[]... secrets) {
        Transcript generator = new Transcript(this);
        for (byte[] secret : secrets) {
            generator.frame(label, secret.length);
            generator.key(secret);
        }
        generator.metaAd(ascii("rng"), false);
        generator.key(new byte[32]);
        generator.metaAd(littleEndian(size), false);
        return generator.prf(size);
    }

    private void frame(String label, int size) {
        metaAd(ascii(label), false);
        metaAd(littleEndian(size), true);
    }

    private void metaAd(byte[] data, boolean more) {
        if (!more) {
            beginOperation(FLAG_M | FLAG_A);
        }
        absorb(data);
    }

    private byte[] prf(int size) {
        beginOperation(FLAG_I | FLAG_A | FLAG_C);
        byte[] out = new byte[size];
        for (int i = 0; i < size; i++) {
            int shift = 8 * (position & 7);
            out[i] = (byte) (state[position >> 3] >>> shift);
            state[position >> 3] &= ~(0xffL << shift);
            advance();
        }
        return out;
    }

    private void key(byte[] secret) {
        beginOperation(FLAG_A | FLAG_C);
        for (byte each : secret) {
            state[position >> 3] &= ~(0xffL << (8 * (position & 7)));
            xor(position, each);
            advance();
        }
    }

    /** Every operation starts by absorbing where the last one began, and its own flags. */
    private void beginOperation(int flags) {
        int previous = begin;
        begin = position + 1;
        absorb(new byte[] {(byte) previous, (byte) flags});
        if ((flags & (FLAG_C | FLAG_K)) != 0 && position != 0) {
            runF();
        }
    }

    private void absorb(byte[] data) {
        for (byte each : data) {
            xor(position, each);
            advance();
        }
    }

    private void advance() {
        position++;
        if (position == RATE) {
            runF();
        }
    }

    private void runF() {
        xor(position, (byte) begin);
        xor(position + 1, (byte) 0x04);
        xor(RATE + 1, (byte) 0x80);
        Keccak.permute(state);
        position = 0;
        begin = 0;
    }

    private void xor(int index, byte value) {
        state[index >> 3] ^= (value & 0xffL) << (8 * (index & 7));
    }

    private static byte[] littleEndian(int value) {
        return new byte[] {
            (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
