package io.hypha.node.crypto;

/** A text that is no SS58 address; the message says what is wrong in words fit for a form field. */
public final class Ss58Exception extends Exception {

    private static final long serialVersionUID = 1L;

    Ss58Exception(String reason) {
        super(reason);
    }
}
