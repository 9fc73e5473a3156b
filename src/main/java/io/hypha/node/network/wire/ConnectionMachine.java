package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One whole libp2p connection without its socket: bytes and the time go in, events and bytes come
 * out. One thread at a time; the caller locks.
 *
 * <p>The caller's loop: give what the socket brought to {@link #receive}, act on the events, send
 * {@link #takeOutput} while {@link #hasOutput}, and call {@link #tick} after sending and whenever
 * {@link #nextDeadlineMillis} has come. Frames are built and encrypted only when output is taken,
 * so a slow socket holds writers back instead of filling memory. Nothing the remote sends makes a
 * method throw. After {@link ConnectionEvent.Closed} every method does nothing.
 *
 * <p>Times are milliseconds of one monotonic clock.
 */
public final class ConnectionMachine {

    private ConnectionMachine() {}

    /**
     * The side that dialled, over the plain byte stream.
     *
     * @param expected the identity that the remote has to prove; empty accepts any
     */
    public static ConnectionMachine dialer(
            ConnectionSetup setup, Optional<PeerId> expected, long nowMillis) {
        throw notYet();
    }

    /**
     * The side that dialled, with an upgrade to WebSocket first (RFC 6455, path {@code /}). TLS, if
     * any, is the caller's and lies below.
     *
     * @param host the value of the Host header: name or address, and the port unless standard
     */
    public static ConnectionMachine webSocketDialer(
            ConnectionSetup setup, Optional<PeerId> expected, String host, long nowMillis) {
        throw notYet();
    }

    /** The side that accepted: {@code GET } starts a WebSocket upgrade, else raw libp2p. */
    public static ConnectionMachine listener(ConnectionSetup setup, long nowMillis) {
        throw notYet();
    }

    /** Takes {@code bytes[offset, offset + length)} from the wire; the array is not kept. */
    public List<ConnectionEvent> receive(byte[] bytes, int offset, int length, long nowMillis) {
        throw notYet();
    }

    /** Lets time pass: deadlines, and events that came up since (such as room for writing). */
    public List<ConnectionEvent> tick(long nowMillis) {
        throw notYet();
    }

    /** When {@link #tick} has to be called at the latest; empty: only after sending. */
    public OptionalLong nextDeadlineMillis() {
        throw notYet();
    }

    /** The wire ended (end of stream, or it broke): {@code why} in words for the fault. */
    public List<ConnectionEvent> ended(String why) {
        throw notYet();
    }

    /** Whether {@link #takeOutput} would give at least one byte. */
    public boolean hasOutput() {
        throw notYet();
    }

    /** Bytes for the wire, about 64 KiB at most at a time; empty when there are none. */
    public Bytes takeOutput() {
        throw notYet();
    }

    /** The same without a new object: fills {@code target} from {@code offset}, says how many. */
    public int takeOutput(byte[] target, int offset, int length) {
        throw notYet();
    }

    /** Whether substreams can be opened: secured and not closed. */
    public boolean isReady() {
        throw notYet();
    }

    /** Whether {@link ConnectionEvent.Closed} was reported. */
    public boolean isClosed() {
        throw notYet();
    }

    /**
     * Opens a substream and proposes {@code protocols} in order. {@code Opened} or {@code Refused}
     * follows; bytes written before that wait. With a single proposal they are sent along with it
     * at once (the remote's answer is still checked).
     *
     * @return its id; empty when not ready or as many substreams are open as the limits allow
     */
    public OptionalInt open(List<String> protocols, long nowMillis) {
        throw notYet();
    }

    /** {@link #write(int, byte[], int, int)} of all bytes. */
    public int write(int stream, Bytes data) {
        throw notYet();
    }

    /**
     * Queues bytes for a substream.
     *
     * @return how many were taken; when fewer than given, {@code Writable} follows once there is
     *     room. 0 for a substream that is gone or was finished by this side
     */
    public int write(int stream, byte[] data, int offset, int length) {
        throw notYet();
    }

    /** The application has taken {@code count} received bytes: the remote may send as many more. */
    public void consumed(int stream, int count) {
        throw notYet();
    }

    /** This side sends nothing more after what is queued (half-close). */
    public void finish(int stream) {
        throw notYet();
    }

    /** Drops a substream both ways, also what is queued. */
    public void reset(int stream) {
        throw notYet();
    }

    /** Asks for a {@code Pong} by yamux; does nothing while one is under way. */
    public void ping(long nowMillis) {
        throw notYet();
    }

    /** Says go-away; {@code Closed} follows with the next call of tick. */
    public void close() {
        throw notYet();
    }

    private static IllegalStateException notYet() {
        return new IllegalStateException("not built yet");
    }
}
