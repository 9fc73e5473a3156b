package io.hypha.node.trie;

/** Bytes that are no trie node. Never leaves this room. */
final class MalformedNodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says the whole of it in {@code message}. */
    MalformedNodeException(String message) {
        super(message);
    }

    MalformedNodeException(int offset, String reason) {
        super(reason + " at byte " + offset + " of the node");
    }
}
