package io.hypha.node.network.wire;

import java.util.List;
import java.util.Optional;

/**
 * The layers of a connection, one on the other: carrier, negotiation of noise, noise, negotiation
 * of yamux, substreams. Bytes go up as they come; output is built from above to below when the wire
 * takes it.
 */
final class ConnectionLayers {

    private static final String NOISE = "/noise";
    private static final String YAMUX = "/yamux/1.0.0";

    /** Plaintext per Noise message: large enough for the cipher to be fast. */
    private static final int PLAIN = 32 * 1_024;

    private static final int SEALED = SecureChannel.LENGTH + PLAIN + NoiseCipher.TAG;

    /** A buffer that {@link #write} can always use. */
    static final int OUT = Carrier.MAX_HEADER + 2 * SEALED;

    private enum Phase {
        SELECT_NOISE,
        SHAKE_HANDS,
        SELECT_YAMUX,
        READY
    }

    private final boolean dialer;
    private final Carrier carrier;
    private final SecureChannel secure;
    private final Substreams substreams;
    private final Multistream selectNoise;
    private final Multistream selectYamux;
    private final List<ConnectionEvent> events;

    /** Below encryption: negotiation of noise and its handshake. */
    private final ByteFifo clear = new ByteFifo();

    /** Above encryption: negotiation of yamux. */
    private final ByteFifo inner = new ByteFifo();

    private byte[] plain = new byte[0];
    private Phase phase = Phase.SELECT_NOISE;
    private long nowMillis;

    ConnectionLayers(
            boolean dialer,
            ConnectionSetup setup,
            Optional<PeerId> expected,
            Carrier carrier,
            Entropy entropy,
            List<ConnectionEvent> events) {
        this.dialer = dialer;
        this.carrier = carrier;
        this.events = events;
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

    Substreams substreams() {
        return substreams;
    }

    boolean isReady() {
        return phase == Phase.READY;
    }

    void receive(byte[] bytes, int offset, int length, long now) throws WireException {
        nowMillis = now;
        carrier.receive(bytes, offset, length, this::belowSecure);
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

    private static boolean isAgreed(Multistream negotiation, String protocol) throws WireException {
        if (negotiation.isRefused()) {
            throw new WireException(
                    WireFault.Kind.FOREIGN, "the remote does not speak " + protocol);
        }
        return negotiation.agreed().isPresent();
    }

    /** What the handshake waits for. */
    String awaited() {
        if (!carrier.isUp()) {
            return carrier.waitsFor();
        }
        return switch (phase) {
            case SELECT_NOISE -> "the choice of noise";
            case SHAKE_HANDS -> "the noise handshake";
            case SELECT_YAMUX -> "the choice of yamux";
            case READY -> "nothing";
        };
    }

    /**
     * The end: what waited is forgotten, a farewell goes out if the remote could read it.
     *
     * @param code yamux's reason
     */
    void close(int code) {
        if (isReady()) {
            substreams.close(code);
        }
        carrier.close();
    }

    /** The end without a farewell: nobody listens, or nothing can be encrypted any more. */
    void abandon() {
        substreams.close();
        inner.clear();
        carrier.close();
    }

    boolean hasOutput() {
        return carrier.hasOutput()
                || (carrier.isUp()
                        && (!clear.isEmpty()
                                || (secure.isSecured()
                                        && !(inner.isEmpty() && substreams.output().isEmpty()))
                                || carrier.hasFarewell()));
    }

    /**
     * Builds the next piece of output in {@code out}, which has {@link #OUT} bytes.
     *
     * @return where it begins and where it ends
     */
    Piece write(byte[] out) throws WireException {
        int from = Carrier.MAX_HEADER;
        if (carrier.hasOutput()) {
            return new Piece(from, carrier.write(out, from, out.length));
        }
        int end = from + clear.take(out, from, out.length - from);
        if (plain.length == 0 && secure.isSecured()) {
            plain = new byte[PLAIN];
        }
        while (secure.isSecured() && out.length - end >= SEALED) {
            int size = inner.take(plain, 0, PLAIN);
            size = substreams.output().write(plain, size, PLAIN);
            if (size == 0) {
                break;
            }
            end += secure.seal(plain, 0, size, out, end);
        }
        substreams.afterOutput();
        if (end > from) {
            return new Piece(carrier.frame(out, from, end - from), end);
        }
        return carrier.hasFarewell()
                ? new Piece(from, carrier.writeFarewell(out, from))
                : new Piece(from, from);
    }

    /** A part of a buffer. */
    record Piece(int start, int end) {}
}
