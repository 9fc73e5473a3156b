package io.hypha.web;

import io.hypha.node.bytes.Hash256;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers stand on a page: grouped, never in scientific notation, minus as U+2212. */
final class Numbers {

    private static final int RAO_DIGITS = 9;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Numbers() {}

    /** {@code 9,564,012}. */
    static String grouped(long value) {
        String digits = Long.toString(Math.absExact(value));
        StringBuilder text = new StringBuilder(value < 0 ? "\u2212" : "");
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.toString();
    }

    /** {@code #9,564,012}. */
    static String block(long number) {
        return "#" + grouped(number);
    }

    /** All nine decimals: {@code 10.000124307}. */
    static String exact(long rao) {
        return grouped(rao / 1_000_000_000L) + "." + fraction(rao);
    }

    /**
     * Cut to {@code decimals} places; below 0.0001 in full, so that little never looks like
     * nothing.
     */
    static String amount(long rao, int decimals) {
        if (rao != 0 && rao < 100_000) {
            return "0." + fraction(rao).replaceAll("0+$", "");
        }
        return grouped(rao / 1_000_000_000L)
                + (decimals == 0 ? "" : "." + fraction(rao).substring(0, decimals));
    }

    /** All decimals that carry something, to be read: {@code 1,000}, {@code 0.25}. */
    static String amountText(long rao) {
        return exact(rao).replaceAll("0+$", "").replaceAll("[.]$", "");
    }

    /** The same to be typed: {@code 1000}. */
    static String amountPlain(long rao) {
        return amountText(rao).replace(",", "");
    }

    /** The first four of nine decimals; {@link #tail} has the rest. */
    static String head(long rao) {
        return grouped(rao / 1_000_000_000L) + "." + fraction(rao).substring(0, 4);
    }

    static String tail(long rao) {
        return fraction(rao).substring(4);
    }

    /** A ratio as percent with {@code places}: 0.0501 → {@code 5.01}. */
    static String percent(BigDecimal ratio, int places) {
        return plain(ratio.movePointRight(2), places);
    }

    static String plain(BigDecimal value, int places) {
        BigDecimal rounded = value.setScale(places, RoundingMode.HALF_EVEN);
        String text = rounded.abs().toPlainString();
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String rest = point < 0 ? "" : text.substring(point);
        return (rounded.signum() < 0 ? "\u2212" : "") + grouped(Long.parseLong(whole)) + rest;
    }

    /** First and last six characters. */
    static String shortAddress(String address) {
        return address.length() <= 14
                ? address
                : address.substring(0, 6) + "…" + address.substring(address.length() - 6);
    }

    static String shortHash(Hash256 hash) {
        String hex = hash.toHex();
        return hex.substring(0, 8) + "…" + hex.substring(hex.length() - 6);
    }

    /** {@code 8 s ago}, {@code 12 min ago}, {@code 3 h ago}, {@code 11 days ago}. */
    static String ago(Duration age) {
        return span(age) + " ago";
    }

    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        if (seconds < 172_800) {
            return seconds / 3_600 + " h";
        }
        return seconds / 86_400 + " days";
    }

    static String utc(long millis) {
        return UTC.format(Instant.ofEpochMilli(millis));
    }

    /** {@code 1.2 MB}. */
    static String bytes(long count) {
        if (count < 10_000) {
            return grouped(count) + " bytes";
        }
        if (count < 10_000_000) {
            return grouped(count / 1_000) + " kB";
        }
        return grouped(count / 1_000_000) + " MB";
    }

    private static String fraction(long rao) {
        String digits = Long.toString(rao % 1_000_000_000L);
        return "0".repeat(RAO_DIGITS - digits.length()) + digits;
    }
}
