package io.hypha.yield;

import java.time.Duration;
import java.util.Locale;

/** How far back a return looks, in chain time. */
public enum Window {
    DAY("24h", Duration.ofDays(1), Duration.ofMinutes(1296)),
    WEEK("7d", Duration.ofDays(7), Duration.ofDays(6)),
    MONTH("30d", Duration.ofDays(30), Duration.ofDays(24));

    private final String code;
    private final Duration length;
    private final Duration least;

    Window(String code, Duration length, Duration least) {
        this.code = code;
        this.length = length;
        this.least = least;
    }

    /** {@code 24h}, {@code 7d}, {@code 30d}. */
    public String code() {
        return code;
    }

    public Duration length() {
        return length;
    }

    /** Shortest history that may carry this window's name; less of it is "insufficient". */
    public Duration least() {
        return least;
    }

    /**
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static Window of(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        for (Window window : values()) {
            if (window.code.equals(wanted)) {
                return window;
            }
        }
        throw new IllegalArgumentException("a window is 24h, 7d or 30d");
    }
}
