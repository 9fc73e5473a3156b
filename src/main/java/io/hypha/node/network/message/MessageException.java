package io.hypha.node.network.message;

import io.hypha.node.scale.ScaleException;

/**
 * Bytes that are not the message that was expected. Says at which byte and why; that suffices, so
 * that it carries no stack trace and a peer that sends many such messages costs little.
 */
public final class MessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param offset of the byte where the reader stood, from the start of the message or, for the
     *     SCALE part of a protobuf message, from the start of that part
     * @param reason what was expected and what was found
     */
    public MessageException(int offset, String reason) {
        super(reason + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    private MessageException(ScaleException cause, String what) {
        super(what + ": " + cause.getMessage(), cause, false, false);
        this.offset = cause.offset();
    }

    static MessageException in(String what, ScaleException cause) {
        return new MessageException(cause, what);
    }

    /** Index of the byte where the reader stood. */
    public int offset() {
        return offset;
    }
}
