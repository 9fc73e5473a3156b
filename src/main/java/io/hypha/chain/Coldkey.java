package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/** The key of an account that holds TAO and stake. */
public record Coldkey(Hash256 key) implements Comparable<Coldkey> {

    /**
     * Reads an SS58 address of any prefix, or 32 bytes as {@code 0x} hex.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static Coldkey of(String text) {
        return new Coldkey(AccountText.parse(text));
    }

    /** The SS58 address with Bittensor's prefix 42. */
    public String address() {
        return AccountText.format(key);
    }

    Bytes bytes() {
        return key.toBytes();
    }

    @Override
    public int compareTo(Coldkey other) {
        return key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return address();
    }
}
