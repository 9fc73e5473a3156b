package io.hypha.node.network.message;

/** A part of a block that {@link BlockRequest} can ask for. */
public enum BlockAttribute {
    HEADER(0),
    BODY(1),
    RECEIPT(2),
    MESSAGE_QUEUE(3),
    JUSTIFICATION(4),
    INDEXED_BODY(5);

    /** On the wire the attributes are a byte, and that byte is the top one of a u32. */
    private static final int SHIFT = 24;

    /** All bits that mean something. */
    static final long ALL = 0x3fL << SHIFT;

    /** The whole top byte. */
    static final long TOP_BYTE = 0xffL << SHIFT;

    private final int bit;

    BlockAttribute(int bit) {
        this.bit = bit;
    }

    long mask() {
        return 1L << (SHIFT + bit);
    }
}
