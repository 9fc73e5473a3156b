package io.hypha.web;

import org.springframework.http.HttpStatus;

/** A form asked for a payload and there is none; the sentence is for the page. */
final class NotPreparedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    NotPreparedException(HttpStatus status, String sentence) {
        super(sentence);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
