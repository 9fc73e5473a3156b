package io.hypha.web;

import io.hypha.chain.Reading;

/** The proof cannot be shown now; the message says why. */
final class EvidenceMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reading.Reason reason;

    EvidenceMissingException(Reading.Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    Reading.Reason reason() {
        return reason;
    }
}
