package io.hypha.web;

import io.hypha.chain.ChainStatus;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * For which runtime a page was built: a page that is older than the runtime says so and is built
 * anew before anything is signed.
 *
 * @param text its specification version; {@code 0} where none is known yet
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

    /** What a page says it was built for; empty where it says nothing that can be compared. */
    static OptionalLong reviewed(@Nullable String built) {
        return built != null && built.matches("[1-9][0-9]{0,9}")
                ? OptionalLong.of(Long.parseLong(built))
                : OptionalLong.empty();
    }

    boolean differs(@Nullable String other) {
        return other != null && !other.isEmpty() && !text.equals("0") && !text.equals(other);
    }
}
