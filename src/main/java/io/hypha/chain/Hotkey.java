package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/** The key of a validator or miner on the chain. It never holds money itself. */
public record Hotkey(Hash256 key) implements Comparable<Hotkey> {

    /**
     * Reads an SS58 address of any prefix, or 32 bytes as {@code 0x} hex.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static Hotkey of(String text) {
        return new Hotkey(AccountText.parse(text));
    }

    /** The SS58 address with Bittensor's prefix 42. */
    public String address() {
        return AccountText.format(key);
    }

    Bytes bytes() {
        return key.toBytes();
    }

    @Override
    public int compareTo(Hotkey other) {
        return key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return address();
    }
}
