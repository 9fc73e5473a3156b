package io.hypha.chain;

/** The number of a subnet, 0..65535. 0 is root. Numbers are reused after a subnet is dissolved. */
public record NetUid(int value) implements Comparable<NetUid> {

    public static final int MAX = 65_535;

    /** Root: stake there is TAO, one to one. */
    public static final NetUid ROOT = new NetUid(0);

    public NetUid {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("a subnet's number is 0.." + MAX + ", was " + value);
        }
    }

    /**
     * Reads a decimal number.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static NetUid of(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "a subnet's number is 0.." + MAX + ", was '" + clipped(text) + "'");
        }
        return new NetUid(Integer.parseInt(text));
    }

    public boolean isRoot() {
        return value == 0;
    }

    static String clipped(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    @Override
    public int compareTo(NetUid other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
