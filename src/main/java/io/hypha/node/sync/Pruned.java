package io.hypha.node.sync;

import java.util.Locale;

/**
 * Tells from an endpoint's words whether it no longer has, or not yet has, a block or its state.
 */
final class Pruned {

    private Pruned() {}

    /**
     * Nodes answer with free text: {@code State already discarded for …}, {@code UnknownBlock: …},
     * {@code Unknown Block}, {@code Header was not found in the database}. A wrong guess costs an
     * explanation, never a figure.
     */
    static boolean says(String text) {
        String words = text.toLowerCase(Locale.ROOT);
        return words.contains("discarded")
                || words.contains("unknownblock")
                || words.contains("unknown block")
                || words.contains("not found")
                || words.contains("pruned");
    }
}
