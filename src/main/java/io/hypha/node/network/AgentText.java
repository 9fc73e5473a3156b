package io.hypha.node.network;

/** What a peer calls itself, made safe to show. */
final class AgentText {

    private static final int MOST_CHARACTERS = 128;

    private AgentText() {}

    /** Printable ASCII as it is, each other character as {@code ?}, at most 128 of them. */
    static String of(String claimed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < claimed.length() && text.length() < MOST_CHARACTERS; i++) {
            char next = claimed.charAt(i);
            text.append(next >= ' ' && next <= '~' ? next : '?');
        }
        return text.toString().strip();
    }
}
