package io.hypha.web;

import java.math.BigDecimal;

/**
 * Reads amounts as people write them: {@code 10}, {@code 0.25}, {@code 1,000.5}; at most nine
 * decimals.
 */
final class Amount {

    private Amount() {}

    /**
     * The amount in rao.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    static long rao(String text) {
        String plain = text.strip();
        if (plain.isEmpty()) {
            throw new IllegalArgumentException("Enter an amount, such as 10 or 0.25.");
        }
        if (plain.matches("[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?")) {
            plain = plain.replace(",", "");
        }
        if (!plain.matches("[0-9]{1,10}([.][0-9]{1,30})?")) {
            throw new IllegalArgumentException(
                    "An amount is a number such as 10 or 0.25, without a sign or a unit.");
        }
        BigDecimal value = new BigDecimal(plain);
        if (value.stripTrailingZeros().scale() > 9) {
            throw new IllegalArgumentException("An amount has at most nine decimals.");
        }
        BigDecimal rao = value.movePointRight(9);
        if (rao.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("There is not that much in the world.");
        }
        if (rao.signum() == 0) {
            throw new IllegalArgumentException("An amount is more than 0.");
        }
        return rao.longValueExact();
    }
}
