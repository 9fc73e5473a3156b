package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;

/** IP addresses as text (RFC 5952 for version 6), without any look-up. */
final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    static Bytes parseV4(String text) throws AddressException {
        byte[] out = new byte[4];
        String[] parts = text.split("\\.", 6);
        if (parts.length != 4) {
            throw new AddressException("not an IPv4 address: \"" + text + "\"");
        }
        for (int i = 0; i < 4; i++) {
            int value = decimal(parts[i]);
            if (value < 0) {
                throw new AddressException("not an IPv4 address: \"" + text + "\"");
            }
            out[i] = (byte) value;
        }
        return Bytes.of(out);
    }

    /** 0..255 without leading zeros (which some programs read as octal), or -1. */
    private static int decimal(String digits) {
        if (digits.isEmpty()
                || digits.length() > 3
                || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255 ? value : -1;
    }

    static String formatV4(Bytes value) {
        return value.unsignedAt(0)
                + "."
                + value.unsignedAt(1)
                + "."
                + value.unsignedAt(2)
                + "."
                + value.unsignedAt(3);
    }

    static Bytes parseV6(String text) throws AddressException {
        if (text.length() > 45) {
            throw new AddressException("not an IPv6 address: " + text.length() + " characters");
        }
        int gap = text.indexOf("::");
        int[] head = groups(gap < 0 ? text : text.substring(0, gap), text, gap < 0);
        int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), text, true);
        int found = head.length + tail.length;
        if (gap < 0 ? found != GROUPS : found >= GROUPS) {
            throw new AddressException("not an IPv6 address: \"" + text + "\"");
        }
        byte[] out = new byte[16];
        for (int i = 0; i < head.length; i++) {
            put(out, i, head[i]);
        }
        for (int i = 0; i < tail.length; i++) {
            put(out, GROUPS - tail.length + i, tail[i]);
        }
        return Bytes.of(out);
    }

    private static void put(byte[] out, int group, int value) {
        out[2 * group] = (byte) (value >> 8);
        out[2 * group + 1] = (byte) value;
    }

    /** The numbers between the colons; the last of the address may be two, as an IPv4 address. */
    private static int[] groups(String part, String whole, boolean isEnd) throws AddressException {
        if (part.isEmpty()) {
            return new int[0];
        }
        String[] words = part.split(":", 10);
        boolean hasV4 = isEnd && words[words.length - 1].indexOf('.') >= 0;
        int[] out = new int[words.length + (hasV4 ? 1 : 0)];
        for (int i = 0; i < words.length; i++) {
            if (hasV4 && i == words.length - 1) {
                Bytes v4 = parseV4(words[i]);
                out[i] = v4.unsignedAt(0) << 8 | v4.unsignedAt(1);
                out[i + 1] = v4.unsignedAt(2) << 8 | v4.unsignedAt(3);
            } else {
                out[i] = hex(words[i], whole);
            }
        }
        return out;
    }

    private static int hex(String word, String whole) throws AddressException {
        int value = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0 || i >= 4) {
                throw new AddressException("not an IPv6 address: \"" + whole + "\"");
            }
            value = value << 4 | digit;
        }
        if (word.isEmpty()) {
            throw new AddressException("not an IPv6 address: \"" + whole + "\"");
        }
        return value;
    }

    static String formatV6(Bytes value) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = value.unsignedAt(2 * i) << 8 | value.unsignedAt(2 * i + 1);
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gapStart = i;
                gapLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
