package io.hypha.index;

/** The database records another network than the node follows. */
public final class ForeignDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ForeignDatabaseException(String message) {
        super(message);
    }
}
