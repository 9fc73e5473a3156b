package io.hypha.web;

/**
 * Well-formed, but nothing of that name is known here: 404. The message is a sentence for the
 * reader.
 */
final class NotOnRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotOnRecordException(String sentence) {
        super(sentence);
    }
}
