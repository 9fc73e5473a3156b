package io.hypha.node.network.wire;

/**
 * Why a connection ended.
 *
 * @param kind what the caller decides by (ban, back-off, nothing)
 * @param text what was expected and what was found, for people; never holds a secret or a payload
 */
public record WireFault(Kind kind, String text) {

    /** Kinds of ends. All but the last three are the remote's breach of a rule. */
    public enum Kind {
        /** Bytes that no protocol here allows: frames, lengths, flags, text, order. */
        PROTOCOL_VIOLATION,
        /** The remote proved another identity than the one that was dialled. */
        WRONG_PEER,
        /** The Noise handshake or a transport message does not authenticate. */
        BAD_NOISE,
        /** The identity payload is malformed, of an unknown key type, or wrongly signed. */
        BAD_IDENTITY,
        /** More data on a substream than its window allowed, or a window beyond 2^32 - 1. */
        WINDOW_ABUSE,
        /** More substreams, resets or pings than the limits allow. */
        FLOOD,
        /** The remote does not speak noise or yamux, or the upgrade to WebSocket was refused. */
        FOREIGN,
        /** A handshake was not done in time. */
        TIMEOUT,
        /** The remote said go-away or ended the byte stream. */
        WENT_AWAY,
        /** This side called {@code close}. */
        CLOSED_HERE
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
