package io.hypha.web.api;

import io.hypha.chain.Reading;

/** The chain or the record cannot answer now: 503, or 404 for what is proven absent. */
final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reading.Reason reason;

    UnansweredException(Reading.Missing<?> missing) {
        super(missing.text());
        this.reason = missing.reason();
    }

    Reading.Reason reason() {
        return reason;
    }
}
