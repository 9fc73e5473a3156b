package io.hypha.node.network;

/** An address that could not be connected; the message names what failed, and how. */
final class Unreachable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    Unreachable(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
