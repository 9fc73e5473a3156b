package io.hypha.node.trie;

/** Stands in for an answer while this room is being built. */
final class NotBuilt {

    private NotBuilt() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> T yet() {
        if (NotBuilt.class.getName().isEmpty()) {
            return NotBuilt.yet();
        }
        throw new IllegalStateException("not built yet");
    }
}
