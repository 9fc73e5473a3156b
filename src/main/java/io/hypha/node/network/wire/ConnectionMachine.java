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

    private static final String NOISE = "/noise";
    private static final String YAMUX = "/yamux/1.0.0";

    /** Plaintext per Noise message: large enough for the cipher to be fast. */
    private static final int PLAIN = 32 * 1_024;

    private static final int SEALED = SecureChannel.LENGTH + PLAIN + NoiseCipher.TAG;
    private static final int OUT = Carrier.MAX_HEADER + 2 * SEALED;

    private enum Phase {
        SELECT_NOISE,
        SHAKE_HANDS,
        SELECT_YAMUX,
        READY,
        CLOSED
    }

    private final boolean dialer;
    private final Carrier carrier;
    private final SecureChannel secure;
    private final Substreams substreams;
    private final Multistream selectNoise;
    private final Multistream selectYamux;
    private final List<ConnectionEvent> events = new ArrayList<>();
    private final long handshakeDeadlineMillis;

    /** Below encryption: negotiation of noise and its handshake. */
    private final ByteFifo clear = new ByteFifo();

    /** Above encryption: negotiation of yamux. */
    private final ByteFifo inner = new ByteFifo();

    private byte[] plain = new byte[0];
    private byte[] out = new byte[0];
    private int outStart;
    private int outEnd;

    private Phase phase = Phase.SELECT_NOISE;
    private long nowMillis;

    private ConnectionMachine(
            boolean dialer,
            ConnectionSetup setup,
            Optional<PeerId> expected,
            Carrier carrier,
            Entropy entropy,
            long nowMillis) {
        this.dialer = dialer;
        this.carrier = carrier;
        this.nowMillis = nowMillis;
        this.handshakeDeadlineMillis = nowMillis + setup.limits().handshakeMillis();
        this.secure =
                new SecureChannel(
                        dialer,
                        setup.self(),
                        expected,
                        entropy.of("noise static key"),
                        entropy.of("noise ephemeral key"),
                        clear);
        this.substreams = new Substreams(dialer, setup.limits(), setup.supported(), events);
        this.selectNoise = select(NOISE);
        this.selectYamux = select(YAMUX);
        clear.add(selectNoise.takeOutput());
    }

    private Multistream select(String protocol) {
        return dialer
                ? Multistream.dialer(List.of(protocol))
                : Multistream.listener(protocol::equals);
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
                true,
                setup,
                expected,
                Carrier.raw(entropy, setup.limits()),
                entropy,
                nowMillis);
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

    /** Takes {@code bytes[offset, offset + length)} from the wire; the array is not kept. */
    public List<ConnectionEvent> receive(byte[] bytes, int offset, int length, long nowMillis) {
        if (!isClosed()) {
            this.nowMillis = nowMillis;
            try {
                carrier.receive(bytes, offset, length, this::belowSecure);
            } catch (WireException e) {
                fail(e.fault());
            }
        }
        return takeEvents();
    }

    /** Lets time pass: deadlines, and events that came up since (such as room for writing). */
    public List<ConnectionEvent> tick(long nowMillis) {
        if (!isClosed()) {
            this.nowMillis = nowMillis;
            if (phase == Phase.READY) {
                substreams.tick(nowMillis);
            } else if (nowMillis >= handshakeDeadlineMillis) {
                fail(new WireFault(WireFault.Kind.TIMEOUT, "waited too long for " + awaited()));
            }
        }
        return takeEvents();
    }

    /** When {@link #tick} has to be called at the latest; empty: only after sending. */
    public OptionalLong nextDeadlineMillis() {
        return switch (phase) {
            case SELECT_NOISE, SHAKE_HANDS, SELECT_YAMUX ->
                    OptionalLong.of(handshakeDeadlineMillis);
            case READY -> substreams.nextDeadlineMillis();
            case CLOSED -> OptionalLong.empty();
        };
    }

    /** The wire ended (end of stream, or it broke): {@code why} in words for the fault. */
    public List<ConnectionEvent> ended(String why) {
        if (!isClosed()) {
            fail(
                    new WireFault(
                            WireFault.Kind.WENT_AWAY,
                            phase == Phase.READY ? why : why + " while waiting for " + awaited()));
        }
        return takeEvents();
    }

    /** Whether {@link #takeOutput} would give at least one byte. */
    public boolean hasOutput() {
        return outStart < outEnd
                || carrier.hasOutput()
                || carrier.isUp()
                        && (!clear.isEmpty()
                                || secure.isSecured()
                                        && !(inner.isEmpty() && substreams.output().isEmpty())
                                || carrier.hasFarewell());
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
        return phase == Phase.READY;
    }

    /** Whether {@link ConnectionEvent.Closed} was reported. */
    public boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /**
     * Opens a substream and proposes {@code protocols} in order. {@code Opened} or {@code Refused}
     * follows; bytes written before that wait. With a single proposal they are sent along with it
     * at once (the remote's answer is still checked).
     *
     * @return its id; empty when not ready or as many substreams are open as the limits allow
     */
    public OptionalInt open(List<String> protocols, long nowMillis) {
        return isReady() ? substreams.open(protocols, nowMillis) : OptionalInt.empty();
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
        return isReady() ? substreams.write(stream, data, offset, length) : 0;
    }

    /** The application has taken {@code count} received bytes: the remote may send as many more. */
    public void consumed(int stream, int count) {
        if (isReady()) {
            substreams.consumed(stream, count);
        }
    }

    /** This side sends nothing more after what is queued (half-close). */
    public void finish(int stream) {
        if (isReady()) {
            substreams.finish(stream);
        }
    }

    /** Drops a substream both ways, also what is queued. */
    public void reset(int stream) {
        if (isReady()) {
            substreams.drop(stream);
        }
    }

    /** Asks for a {@code Pong} by yamux; does nothing while one is under way. */
    public void ping(long nowMillis) {
        if (isReady()) {
            substreams.ping(nowMillis);
        }
    }

    /** Says go-away; {@code Closed} follows with the next call of tick. */
    public void close() {
        if (!isClosed()) {
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

    private void belowSecure(byte[] bytes, int offset, int length) throws WireException {
        int at = offset;
        if (phase == Phase.SELECT_NOISE) {
            at += selectNoise.receive(bytes, offset, length);
            clear.add(selectNoise.takeOutput());
            if (!isAgreed(selectNoise, NOISE)) {
                return;
            }
            phase = Phase.SHAKE_HANDS;
            if (dialer) {
                secure.start();
            }
        }
        secure.receive(bytes, at, offset + length - at, this::aboveSecure);
        startYamux();
    }

    private void aboveSecure(byte[] bytes, int offset, int length) throws WireException {
        startYamux();
        int at = offset;
        if (phase == Phase.SELECT_YAMUX) {
            at += selectYamux.receive(bytes, offset, length);
            inner.add(selectYamux.takeOutput());
            if (!isAgreed(selectYamux, YAMUX)) {
                return;
            }
            phase = Phase.READY;
            events.add(new ConnectionEvent.Secured(secure.remote()));
        }
        substreams.receive(bytes, at, offset + length - at, nowMillis);
    }

    private void startYamux() {
        if (phase == Phase.SHAKE_HANDS && secure.isSecured()) {
            phase = Phase.SELECT_YAMUX;
            inner.add(selectYamux.takeOutput());
        }
    }

    private static boolean isAgreed(Multistream negotiation, String protocol)
            throws WireException {
        if (negotiation.isRefused()) {
            throw new WireException(
                    WireFault.Kind.FOREIGN, "the remote does not speak " + protocol);
        }
        return negotiation.agreed().isPresent();
    }

    private String awaited() {
        if (!carrier.isUp()) {
            return carrier.waitsFor();
        }
        return switch (phase) {
            case SELECT_NOISE -> "the choice of noise";
            case SHAKE_HANDS -> "the noise handshake";
            case SELECT_YAMUX -> "the choice of yamux";
            case READY, CLOSED -> "nothing";
        };
    }

    /** The end: what waited is forgotten, a farewell goes out if the remote could read it. */
    private void fail(WireFault fault) {
        boolean isGone = fault.kind() == WireFault.Kind.WENT_AWAY;
        if (phase == Phase.READY && !isGone) {
            boolean isOurs = fault.kind() == WireFault.Kind.CLOSED_HERE;
            substreams.close(isOurs ? 0 : 1);
        } else {
            substreams.close();
        }
        carrier.close();
        phase = Phase.CLOSED;
        events.add(new ConnectionEvent.Closed(fault));
    }

    /** Builds the next piece of output unless one is left. */
    private void fill() {
        if (outStart < outEnd || !hasOutput()) {
            return;
        }
        if (out.length == 0) {
            out = new byte[OUT];
            plain = new byte[PLAIN];
        }
        int from = Carrier.MAX_HEADER;
        outStart = from;
        outEnd = from;
        if (carrier.hasOutput()) {
            outEnd = carrier.write(out, from, out.length);
            return;
        }
        try {
            outEnd += clear.take(out, from, out.length - from);
            while (secure.isSecured() && out.length - outEnd >= SEALED) {
                int size = inner.take(plain, 0, PLAIN);
                size = substreams.output().write(plain, size, PLAIN);
                if (size == 0) {
                    break;
                }
                outEnd += secure.seal(plain, 0, size, out, outEnd);
            }
            substreams.afterOutput();
        } catch (WireException e) {
            // nothing can be encrypted any more, not even a farewell
            fail(e.fault());
            substreams.close();
            inner.clear();
        }
        if (outEnd > from) {
            outStart = carrier.frame(out, from, outEnd - from);
        } else if (carrier.hasFarewell()) {
            outEnd = carrier.writeFarewell(out, from);
        }
    }
}
