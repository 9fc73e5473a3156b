package io.hypha.node.bundle;

/** Ends the walk of a bundle; never leaves this room. */
final class BrokenLinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String verdict;

    BrokenLinkException(String verdict, String reason) {
        super(reason);
        this.verdict = verdict;
    }

    String verdict() {
        return verdict;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
