package io.hypha.node.bytes;

/** A block by number and hash. The hash identifies it, the number says where it stands. */
public record BlockId(long number, Hash256 hash) {

    /** Block numbers are u32 on every chain that Hypha reads. */
    public static final long MAX_NUMBER = 0xffff_ffffL;

    public BlockId {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "a block number is 0.." + MAX_NUMBER + ", was " + number);
        }
    }

    /** {@code #4120333 (0x2b001bfd)}: for logs. */
    @Override
    public String toString() {
        return "#" + number + " (" + hash.toShortHex() + ")";
    }
}
