package io.hypha.node.metadata;

import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/**
 * Reads whole numbers from JSON: a number, decimal text, or hex text with {@code 0x} (most
 * significant first).
 */
final class WholeNumber {

    /** A u256 has 78 decimal digits; longer text is no number of any type. */
    private static final int MAX_TEXT = 96;

    private WholeNumber() {}

    /**
     * The number, if it fits.
     *
     * @throws ValueException when it is no whole number or does not fit {@code type}
     */
    static BigInteger read(Primitive type, JsonNode value, ValuePath path) {
        BigInteger number = parse(type, value, path);
        int bits = type.size() * 8;
        boolean fits =
                type.isUnsigned()
                        ? number.signum() >= 0 && number.bitLength() <= bits
                        : number.bitLength() < bits;
        if (!fits) {
            throw path.wrong(show(number) + " does not fit " + type.scaleName());
        }
        return number;
    }

    private static BigInteger parse(Primitive type, JsonNode value, ValuePath path) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (value.isString()) {
            String text = value.stringValue().strip();
            if (text.length() <= MAX_TEXT) {
                if (text.matches("[+-]?[0-9]+")) {
                    return new BigInteger(text);
                }
                if (text.matches("0[xX][0-9a-fA-F]+")) {
                    return new BigInteger(text.substring(2), 16);
                }
            }
        }
        throw path.wrong("expected " + type.scaleName() + ", found " + Found.in(value));
    }

    /** A power of two that no decimal reader recognizes is shown as one: {@code 2^64}. */
    private static String show(BigInteger number) {
        return number.signum() > 0 && number.bitCount() == 1 && number.bitLength() > 8
                ? "2^" + (number.bitLength() - 1)
                : number.toString();
    }
}
