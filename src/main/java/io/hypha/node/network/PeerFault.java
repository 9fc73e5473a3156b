package io.hypha.node.network;

import java.time.Duration;

/** Why a peer gave no usable answer. */
public sealed interface PeerFault {

    /** There is no connection to it, and no question was sent. */
    record Unreachable(String reason) implements PeerFault {}

    /** The answer was not complete within that time, or nothing came for too long. */
    record Timeout(Duration after, long bytesReceived) implements PeerFault {}

    /** It does not speak the protocol, or closed the stream without an answer. */
    record Refused(String reason) implements PeerFault {}

    /** It was not asked, since it would take offence; no fault of the peer's. */
    record Withheld(String question) implements PeerFault {}

    /** It announced or sent more than {@code limitBytes}; the stream was cut there. */
    record TooLarge(long limitBytes) implements PeerFault {}

    /** What came is not of the promised form. */
    record Garbage(String reason) implements PeerFault {}

    /** The connection ended while the question was open. */
    record Gone(String reason) implements PeerFault {}

    /** One sentence for logs and pages. */
    default String text() {
        return switch (this) {
            case Unreachable(String reason) -> "unreachable: " + reason;
            case Timeout(Duration after, long bytesReceived) ->
                    "no whole answer within "
                            + after.toMillis()
                            + " ms ("
                            + bytesReceived
                            + " bytes came)";
            case Refused(String reason) -> "refused: " + reason;
            case Withheld(String question) -> "not asked: " + question;
            case TooLarge(long limitBytes) ->
                    "an answer above the limit of " + limitBytes + " bytes";
            case Garbage(String reason) -> "not the promised form: " + reason;
            case Gone(String reason) -> "the connection ended: " + reason;
        };
    }
}
