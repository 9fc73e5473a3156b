package io.hypha.node.sync;

/**
 * A chain spec, checkpoint file or network name that cannot be used: what, where and what was
 * expected.
 */
public final class RecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RecordException(String message) {
        super(message);
    }

    public RecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
