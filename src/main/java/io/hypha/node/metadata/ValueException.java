package io.hypha.node.metadata;

/**
 * JSON that does not fit the type it is meant for; the message begins with the path, such as {@code
 * args.amount}.
 */
public final class ValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    public ValueException(String path, String reason) {
        super(path.isEmpty() ? reason : path + ": " + reason);
        this.path = path;
    }

    /** Where in the input, {@code args.dest.Id}; empty for the whole. */
    public String path() {
        return path;
    }
}
