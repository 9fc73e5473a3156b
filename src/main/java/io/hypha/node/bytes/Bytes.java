package io.hypha.node.bytes;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/**
 * An immutable sequence of bytes. Copies at the door, compares by content, orders as unsigned bytes
 * (the order of keys in the state trie).
 */
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of {@code value}. */
    public static Bytes of(byte[] value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /** A copy of {@code value[from, to)}. */
    public static Bytes of(byte[] value, int from, int to) {
        return new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /** The bytes of single values given as ints, 0..255. */
    public static Bytes ofInts(int... value) {
        byte[] bytes = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            if (value[i] < 0 || value[i] > 255) {
                throw new IllegalArgumentException("a byte is 0..255, was " + value[i]);
            }
            bytes[i] = (byte) value[i];
        }
        return new Bytes(bytes);
    }

    /**
     * Reads hex with or without {@code 0x}, either case.
     *
     * @throws IllegalArgumentException when a character is no hex digit or the count is odd
     */
    public static Bytes fromHex(String hex) {
        String digits = hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
        return new Bytes(HEX.parseHex(digits));
    }

    public static Bytes concat(Bytes... parts) {
        return concat(Arrays.asList(parts));
    }

    public static Bytes concat(Collection<Bytes> parts) {
        int size = 0;
        for (Bytes part : parts) {
            size = Math.addExact(size, part.value.length);
        }
        byte[] all = new byte[size];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.value, 0, all, at, part.value.length);
            at += part.value.length;
        }
        return new Bytes(all);
    }

    public int size() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    public byte at(int index) {
        return value[index];
    }

    /** The byte at {@code index} as 0..255. */
    public int unsignedAt(int index) {
        return value[index] & 0xff;
    }

    /** A copy. */
    public byte[] toArray() {
        return value.clone();
    }

    /** Copies all bytes into {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, value.length);
    }

    public void writeTo(ByteArrayOutputStream out) {
        out.write(value, 0, value.length);
    }

    /** Bytes {@code [from, to)}. */
    public Bytes slice(int from, int to) {
        if (from < 0 || to < from || to > value.length) {
            throw new IndexOutOfBoundsException(
                    "slice " + from + ".." + to + " of " + value.length + " bytes");
        }
        return from == 0 && to == value.length
                ? this
                : new Bytes(Arrays.copyOfRange(value, from, to));
    }

    public boolean startsWith(Bytes prefix) {
        return value.length >= prefix.value.length
                && Arrays.equals(
                        value, 0, prefix.value.length, prefix.value, 0, prefix.value.length);
    }

    /** {@code 0x} and lower-case digits. */
    public String toHex() {
        return "0x" + HEX.formatHex(value);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** Hex, shortened above 40 bytes: for people, not for parsing. */
    @Override
    public String toString() {
        if (value.length <= 40) {
            return toHex();
        }
        return "0x" + HEX.formatHex(value, 0, 16) + "… (" + value.length + " bytes)";
    }
}
