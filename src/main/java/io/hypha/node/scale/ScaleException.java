package io.hypha.node.scale;

/** Bytes that are not the SCALE encoding of what was expected. Says at which byte and why. */
public final class ScaleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String reason;

    public ScaleException(int offset, String reason) {
        super(reason + " at byte " + offset);
        this.reason = reason + " at byte " + offset;
        this.offset = offset;
    }

    @Override
    public String getMessage() {
        return reason;
    }

    /** Index of the byte where the reader stood, from the start of its input. */
    public int offset() {
        return offset;
    }
}
