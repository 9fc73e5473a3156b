package io.hypha.devnet.store;

/**
 * A store that cannot be used: another process has it open, it belongs to another chain, the disk
 * refuses.
 */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
