package io.hypha.node.crypto;

import java.util.Arrays;

/**
 * Base58 with Bitcoin's alphabet. The work grows with the square of the length: callers bound it
 * first.
 */
public final class Base58 {

    private static final String ALPHABET =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final byte[] DIGITS = digits();

    private Base58() {}

    public static String encode(byte[] input) {
        int zeros = 0;
        while (zeros < input.length && input[zeros] == 0) {
            zeros++;
        }
        // 138/100 is just above log(256)/log(58): an upper bound of the digits needed
        byte[] digits = new byte[(input.length - zeros) * 138 / 100 + 1];
        int used = 0;
        for (int i = zeros; i < input.length; i++) {
            used = shiftIn(digits, used, input[i] & 0xff, 256, 58);
        }
        StringBuilder text = new StringBuilder(zeros + used);
        text.repeat(ALPHABET.charAt(0), zeros);
        for (int i = used - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(digits[i]));
        }
        return text.toString();
    }

    /** The bytes, or an exception that names the first character outside the alphabet. */
    public static byte[] decode(String text) throws Ss58Exception {
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
            zeros++;
        }
        byte[] littleEndian = new byte[text.length() - zeros];
        int used = 0;
        for (int i = zeros; i < text.length(); i++) {
            char letter = text.charAt(i);
            int digit = letter < DIGITS.length ? DIGITS[letter] : -1;
            if (digit < 0) {
                throw new Ss58Exception("character " + (i + 1) + " is not used in addresses");
            }
            used = shiftIn(littleEndian, used, digit, 58, 256);
        }
        byte[] out = new byte[zeros + used];
        for (int i = 0; i < used; i++) {
            out[zeros + i] = littleEndian[used - 1 - i];
        }
        return out;
    }

    /**
     * number = number * fromBase + digit, kept as little-endian digits of toBase; answers how many
     * are used.
     */
    private static int shiftIn(byte[] number, int used, int digit, int fromBase, int toBase) {
        int carry = digit;
        int at = 0;
        for (; at < used || carry != 0; at++) {
            carry += (number[at] & 0xff) * fromBase;
            number[at] = (byte) (carry % toBase);
            carry /= toBase;
        }
        return Math.max(used, at);
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            digits[ALPHABET.charAt(i)] = (byte) i;
        }
        return digits;
    }
}
