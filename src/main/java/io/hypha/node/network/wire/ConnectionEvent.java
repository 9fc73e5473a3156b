package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;

/**
 * What happened on a connection. {@code stream} is the id of a substream (yamux's, an unsigned
 * 32-bit number; opaque to the caller, never reused within a connection).
 */
public sealed interface ConnectionEvent {

    /** The remote proved that it owns {@code remote}; from now on substreams can be opened. */
    record Secured(PeerId remote) implements ConnectionEvent {}

    /** A substream of ours: the remote agreed to {@code protocol}. */
    record Opened(int stream, String protocol) implements ConnectionEvent {}

    /** A substream of ours: the remote speaks none of the proposed protocols. It is gone. */
    record Refused(int stream) implements ConnectionEvent {}

    /** A substream of the remote's with a protocol that this side supports. */
    record Inbound(int stream, String protocol) implements ConnectionEvent {}

    /**
     * Bytes of a substream after its negotiation. The caller gives the window back with {@link
     * ConnectionMachine#consumed} once it has taken them; until then the remote can send at most
     * {@link ConnectionLimits#receiveWindowBytes} more in total.
     */
    record Received(int stream, Bytes data) implements ConnectionEvent {}

    /** The remote will send nothing more on this substream; this side still may. */
    record Finished(int stream) implements ConnectionEvent {}

    /** The substream is gone: the remote reset it, or its negotiation failed or took too long. */
    record Reset(int stream) implements ConnectionEvent {}

    /** A substream whose {@code write} took less than all has room again. */
    record Writable(int stream) implements ConnectionEvent {}

    /** The answer to {@link ConnectionMachine#ping}. */
    record Pong(long roundTripMillis) implements ConnectionEvent {}

    /**
     * The connection ended with all its substreams (no further events come for them). Output that
     * is still there (a farewell) may be sent before the socket is closed.
     */
    record Closed(WireFault fault) implements ConnectionEvent {}
}
