package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
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

    private final ConnectionLayers layers;
    private final List<ConnectionEvent> events;
    private final long handshakeDeadlineMillis;
    private byte[] out = new byte[0];
    private int outStart;
    private int outEnd;
    private boolean isClosed;

    private ConnectionMachine(
            boolean dialer,
            ConnectionSetup setup,
            Optional<PeerId> expected,
            Carrier carrier,
            Entropy entropy,
            long nowMillis) {
        this.events = new ArrayList<>();
        this.layers = new ConnectionLayers(dialer, setup, expected, carrier, entropy, events);
        this.handshakeDeadlineMillis = nowMillis + setup.limits().handshakeMillis();
    }

    /**
     * The side that dialled, over the plain byte stream.
     *
     * @param expected the identity that the remote has to prove; empty accepts any
     */
    public static ConnectionMachine dialer(
            ConnectionSetup setup, Optional<PeerId> expected, long nowMillis) {
        Entropy entropy = new Entropy(setup.entropy());
        return new ConnectionMachine(
                true, setup, expected, Carrier.raw(entropy, setup.limits()), entropy, nowMillis);
    }

    /**
     * The side that dialled, with an upgrade to WebSocket first (RFC 6455, path {@code /}). TLS, if
     * any, is the caller's and lies below.
     *
     * @param host the value of the Host header: name or address, and the port unless standard
     */
    public static ConnectionMachine webSocketDialer(
            ConnectionSetup setup, Optional<PeerId> expected, String host, long nowMillis) {
        Entropy entropy = new Entropy(setup.entropy());
        return new ConnectionMachine(
                true,
                setup,
                expected,
                Carrier.webSocket(entropy, setup.limits(), host),
                entropy,
                nowMillis);
    }

    /** The side that accepted: {@code GET } starts a WebSocket upgrade, else raw libp2p. */
    public static ConnectionMachine listener(ConnectionSetup setup, long nowMillis) {
        Entropy entropy = new Entropy(setup.entropy());
        return new ConnectionMachine(
                false,
                setup,
                Optional.empty(),
                Carrier.accepted(entropy, setup.limits()),
                entropy,
                nowMillis);
    }

    /**
     * Loads the platform's ciphers, which takes some tens of milliseconds the first time in a
     * process. To be called on another thread while the first dial waits for its network; the
     * machine works the same without.
     */
    public static void warmUp() {
        NoiseXx.warmUp();
    }

    /** Takes {@code bytes[offset, offset + length)} from the wire; the array is not kept. */
    public List<ConnectionEvent> receive(byte[] bytes, int offset, int length, long nowMillis) {
        if (!isClosed) {
            try {
                layers.receive(bytes, offset, length, nowMillis);
            } catch (WireException e) {
                fail(e.fault());
            }
        }
        return takeEvents();
    }

    /** Lets time pass: deadlines, and events that came up since (such as room for writing). */
    public List<ConnectionEvent> tick(long nowMillis) {
        if (isReady()) {
            layers.substreams().tick(nowMillis);
        } else if (!isClosed && nowMillis >= handshakeDeadlineMillis) {
            fail(new WireFault(WireFault.Kind.TIMEOUT, "waited too long for " + layers.awaited()));
        }
        return takeEvents();
    }

    /** When {@link #tick} has to be called at the latest; empty: only after sending. */
    public OptionalLong nextDeadlineMillis() {
        if (isClosed) {
            return OptionalLong.empty();
        }
        return isReady()
                ? layers.substreams().nextDeadlineMillis()
                : OptionalLong.of(handshakeDeadlineMillis);
    }

    /** The wire ended (end of stream, or it broke): {@code why} in words for the fault. */
    public List<ConnectionEvent> ended(String why) {
        if (!isClosed) {
            String text = isReady() ? why : why + " while waiting for " + layers.awaited();
            fail(new WireFault(WireFault.Kind.WENT_AWAY, text));
        }
        return takeEvents();
    }

    /** Whether {@link #takeOutput} would give at least one byte. */
    public boolean hasOutput() {
        return outStart < outEnd || layers.hasOutput();
    }

    /** Bytes for the wire, about 64 KiB at most at a time; empty when there are none. */
    public Bytes takeOutput() {
        fill();
        Bytes piece = Bytes.of(out, outStart, outEnd);
        outStart = outEnd;
        return piece;
    }

    /** The same without a new object: fills {@code target} from {@code offset}, says how many. */
    public int takeOutput(byte[] target, int offset, int length) {
        fill();
        int count = Math.min(length, outEnd - outStart);
        System.arraycopy(out, outStart, target, offset, count);
        outStart += count;
        return count;
    }

    /** Whether substreams can be opened: secured and not closed. */
    public boolean isReady() {
        return !isClosed && layers.isReady();
    }

    /** Whether {@link ConnectionEvent.Closed} was reported. */
    public boolean isClosed() {
        return isClosed;
    }

    /**
     * Opens a substream and proposes {@code protocols} in order. {@code Opened} or {@code Refused}
     * follows; bytes written before that wait. With a single proposal they are sent along with it
     * at once (the remote's answer is still checked).
     *
     * @return its id; empty when not ready or as many substreams are open as the limits allow
     */
    public OptionalInt open(List<String> protocols, long nowMillis) {
        return isReady() ? layers.substreams().open(protocols, nowMillis) : OptionalInt.empty();
    }

    /** {@link #write(int, byte[], int, int)} of all bytes. */
    public int write(int stream, Bytes data) {
        return write(stream, data.toArray(), 0, data.size());
    }

    /**
     * Queues bytes for a substream.
     *
     * @return how many were taken; when fewer than given, {@code Writable} follows once there is
     *     room. 0 for a substream that is gone or was finished by this side
     */
    public int write(int stream, byte[] data, int offset, int length) {
        return isReady() ? layers.substreams().write(stream, data, offset, length) : 0;
    }

    /** The application has taken {@code count} received bytes: the remote may send as many more. */
    public void consumed(int stream, int count) {
        if (isReady()) {
            layers.substreams().consumed(stream, count);
        }
    }

    /** This side sends nothing more after what is queued (half-close). */
    public void finish(int stream) {
        if (isReady()) {
            layers.substreams().finish(stream);
        }
    }

    /** Drops a substream both ways, also what is queued. */
    public void reset(int stream) {
        if (isReady()) {
            layers.substreams().drop(stream);
        }
    }

    /** Asks for a {@code Pong} by yamux; does nothing while one is under way. */
    public void ping(long nowMillis) {
        if (isReady()) {
            layers.substreams().ping(nowMillis);
        }
    }

    /** Says go-away; {@code Closed} follows with the next call of tick. */
    public void close() {
        if (!isClosed) {
            fail(new WireFault(WireFault.Kind.CLOSED_HERE, "closed by this node"));
        }
    }

    private List<ConnectionEvent> takeEvents() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<ConnectionEvent> now = List.copyOf(events);
        events.clear();
        return now;
    }

    private void fail(WireFault fault) {
        switch (fault.kind()) {
            case WENT_AWAY -> layers.abandon();
            case CLOSED_HERE -> layers.close(0);
            case PROTOCOL_VIOLATION,
                    WRONG_PEER,
                    BAD_NOISE,
                    BAD_IDENTITY,
                    WINDOW_ABUSE,
                    FLOOD,
                    FOREIGN,
                    TIMEOUT ->
                    layers.close(1);
        }
        isClosed = true;
        events.add(new ConnectionEvent.Closed(fault));
    }

    /** Builds the next piece of output unless one is left. */
    private void fill() {
        if (outStart < outEnd || !layers.hasOutput()) {
            return;
        }
        if (out.length == 0) {
            out = new byte[ConnectionLayers.OUT];
        }
        outStart = 0;
        outEnd = 0;
        try {
            ConnectionLayers.Piece piece = layers.write(out);
            outStart = piece.start();
            outEnd = piece.end();
        } catch (WireException e) {
            layers.abandon();
            if (!isClosed) {
                fail(e.fault());
                layers.abandon();
            }
        }
    }
}
