package io.hypha.node.bytes;

import java.util.Arrays;
import java.util.HexFormat;

/** 32 bytes: a BLAKE2b-256 hash, a trie root, or a 32-byte public key or account id. */
public final class Hash256 implements Comparable<Hash256> {

    public static final int SIZE = 32;
    public static final Hash256 ZERO = new Hash256(new byte[SIZE]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] value;

    private Hash256(byte[] value) {
        this.value = value;
    }

    /**
     * A copy of {@code value}.
     *
     * @throws IllegalArgumentException when it has not exactly 32 bytes
     */
    public static Hash256 of(byte[] value) {
        return of(value, 0, value.length);
    }

    /** A copy of {@code value[from, to)}, which must be 32 bytes long. */
    public static Hash256 of(byte[] value, int from, int to) {
        if (to - from != SIZE) {
            throw new IllegalArgumentException("expected 32 bytes, found " + (to - from));
        }
        return new Hash256(Arrays.copyOfRange(value, from, to));
    }

    public static Hash256 of(Bytes value) {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("expected 32 bytes, found " + value.size());
        }
        return new Hash256(value.toArray());
    }

    /**
     * Reads 64 hex digits with or without {@code 0x}.
     *
     * @throws IllegalArgumentException when it is not hex of 32 bytes
     */
    public static Hash256 fromHex(String hex) {
        return of(Bytes.fromHex(hex));
    }

    /** A copy. */
    public byte[] toArray() {
        return value.clone();
    }

    public Bytes toBytes() {
        return Bytes.of(value);
    }

    /** {@code 0x} and 64 lower-case digits. */
    public String toHex() {
        return "0x" + HEX.formatHex(value);
    }

    /** {@code 0x} and eight digits: for logs. */
    public String toShortHex() {
        return "0x" + HEX.formatHex(value, 0, 4);
    }

    @Override
    public int compareTo(Hash256 other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash256 hash && Arrays.equals(value, hash.value);
    }

    /**
     * The first four bytes: a hash is spread evenly already; keys chosen by an attacker are
     * compared in full.
     */
    @Override
    public int hashCode() {
        return (value[0] & 0xff) << 24
                | (value[1] & 0xff) << 16
                | (value[2] & 0xff) << 8
                | (value[3] & 0xff);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
