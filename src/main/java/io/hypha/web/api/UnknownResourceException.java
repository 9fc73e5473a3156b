package io.hypha.web.api;

/** Well-formed, but nothing of that name is known: 404. */
final class UnknownResourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownResourceException(String sentence) {
        super(sentence);
    }
}
