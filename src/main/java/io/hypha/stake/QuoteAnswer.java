package io.hypha.stake;

import io.hypha.chain.Reading;

/** A quote, or why there is none. */
public sealed interface QuoteAnswer {

    record Quoted(Quote quote) implements QuoteAnswer {}

    /** The amount cannot be done; {@code sentence} stands beside the field. */
    record Refused(Field field, String sentence) implements QuoteAnswer {}

    /** The chain could not be read. */
    record Unknown(Reading.Reason reason, String text) implements QuoteAnswer {}

    enum Field {
        AMOUNT,
        TOLERANCE,
        HOTKEY,
        NETUID
    }
}
