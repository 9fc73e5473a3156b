package io.hypha.devnet;

/**
 * Why a devnet cannot start, in a sentence for its operator: the store is in use, the port is
 * taken, …
 */
public final class DevnetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DevnetException(String message) {
        super(message);
    }

    public DevnetException(String message, Throwable cause) {
        super(message, cause);
    }
}
