package io.hypha.node.sync;

import java.time.Duration;

/** Why a full node gave no usable answer, whatever the wire. */
sealed interface Fault {

    /** No connection, or it broke before the answer. */
    record Unreachable(String text) implements Fault {}

    /** Nothing came within that time. */
    record Timeout(Duration after) implements Fault {}

    /** More than {@code limitBytes} came for one message; it was cut there. */
    record TooLarge(long limitBytes) implements Fault {}

    /** What came is not of the form that was promised. */
    record Garbage(String text) implements Fault {}

    /** It says that it does not have the block or its state, or no longer. */
    record NotThere(String text) implements Fault {}

    /** It refused in words of its own, or without any. */
    record Refused(long code, String message, String data) implements Fault {}

    /** This wire has no such question; nobody did wrong. */
    record Unsupported(String question) implements Fault {}

    /** One sentence for logs and pages. */
    default String text() {
        return switch (this) {
            case Unreachable(String text) -> "unreachable: " + text;
            case Timeout(Duration after) -> "no answer within " + after.toMillis() + " ms";
            case TooLarge(long limitBytes) ->
                    "an answer above the limit of " + limitBytes + " bytes";
            case Garbage(String text) -> "not the promised form: " + text;
            case NotThere(String text) -> text;
            case Refused(long code, String message, String data) ->
                    "error " + code + ": " + message + (data.isEmpty() ? "" : " (" + data + ")");
            case Unsupported(String question) -> question + " cannot be asked there";
        };
    }
}
