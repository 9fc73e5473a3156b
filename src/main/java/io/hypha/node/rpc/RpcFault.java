package io.hypha.node.rpc;

import java.time.Duration;

/** Why an endpoint gave no usable answer. */
public sealed interface RpcFault {

    /** No connection, or it broke before the answer. */
    record Unreachable(String text) implements RpcFault {}

    /** Nothing came within that time. */
    record Timeout(Duration after) implements RpcFault {}

    /** More than {@code limitBytes} came for one message; the connection was cut there. */
    record TooLarge(long limitBytes) implements RpcFault {}

    /** What came is no JSON-RPC answer, or not of the form that the method promises. */
    record Garbage(String text) implements RpcFault {}

    /** The endpoint answered with an error of its own. */
    record RpcError(long code, String message, String data) implements RpcFault {}

    /** One sentence for logs and pages. */
    default String text() {
        return switch (this) {
            case Unreachable(String text) -> "unreachable: " + text;
            case Timeout(Duration after) -> "no answer within " + after.toMillis() + " ms";
            case TooLarge(long limitBytes) ->
                    "an answer above the limit of " + limitBytes + " bytes";
            case Garbage(String text) -> "not the promised form: " + text;
            case RpcError(long code, String message, String data) ->
                    "error " + code + ": " + message + (data.isEmpty() ? "" : " (" + data + ")");
        };
    }
}
