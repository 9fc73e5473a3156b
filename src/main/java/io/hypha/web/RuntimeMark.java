package io.hypha.web;

import io.hypha.chain.ChainStatus;
import org.jspecify.annotations.Nullable;

/**
 * For which runtime a page was built: a page that is older than the runtime says so and is built
 * anew before anything is signed.
 *
 * @param text {@code 424-0x…}, or with {@code none} where no code was looked at yet
 */
record RuntimeMark(String text) {

    /** Of the runtime in office now. */
    static RuntimeMark of(ChainStatus status) {
        long spec = status.runtime().map(ChainStatus.RuntimeTrust::specVersion).orElse(0L);
        return new RuntimeMark(Long.toString(spec));
    }

    /** The specification version that the page was built for. */
    String spec() {
        return text;
    }

    boolean differs(@Nullable String other) {
        return other != null && !other.isEmpty() && !text.equals("0") && !text.equals(other);
    }
}
