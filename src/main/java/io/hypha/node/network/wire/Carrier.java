package io.hypha.node.network.wire;

/**
 * What carries the byte stream of libp2p: the socket's bytes themselves, or a WebSocket on them.
 */
final class Carrier {

    /** Room that {@link #frame} needs before a piece of output. */
    static final int MAX_HEADER = WebSocketFrames.MAX_HEADER;

    private enum State {
        /** A listener that has seen no byte yet. */
        UNKNOWN,
        RAW,
        UPGRADING,
        WEB_SOCKET
    }

    private static final int MULTISTREAM_FIRST = Multistream.HEADER.length() + 1;

    private final boolean client;
    private final Entropy entropy;
    private final WebSocketUpgrade upgrade;
    private final WebSocketFrames frames;
    private final ByteFifo http = new ByteFifo();
    private State state;
    private boolean isClosing;
    private boolean isCloseSent;

    private Carrier(boolean client, State state, Entropy entropy, int mostPongs) {
        this.client = client;
        this.state = state;
        this.entropy = entropy;
        this.frames = new WebSocketFrames(client, mostPongs);
        this.upgrade =
                client
                        ? WebSocketUpgrade.client(entropy.webSocketNonce())
                        : WebSocketUpgrade.server();
    }

    static Carrier raw(Entropy entropy, ConnectionLimits limits) {
        return new Carrier(true, State.RAW, entropy, limits.queuedPongs());
    }

    static Carrier webSocket(Entropy entropy, ConnectionLimits limits, String host) {
        Carrier carrier = new Carrier(true, State.UPGRADING, entropy, limits.queuedPongs());
        carrier.http.add(carrier.upgrade.request(host));
        return carrier;
    }

    static Carrier accepted(Entropy entropy, ConnectionLimits limits) {
        return new Carrier(false, State.UNKNOWN, entropy, limits.queuedPongs());
    }

    void receive(byte[] bytes, int offset, int length, ByteSink above) throws WireException {
        if (length == 0) {
            return;
        }
        if (state == State.UNKNOWN) {
            state = sniff(bytes[offset]);
        }
        switch (state) {
            case UNKNOWN, RAW -> above.accept(bytes, offset, length);
            case WEB_SOCKET -> frames.receive(bytes, offset, length, above);
            case UPGRADING -> {
                int taken = upgrade.receive(bytes, offset, length, http);
                if (taken >= 0) {
                    state = State.WEB_SOCKET;
                    frames.receive(bytes, offset + taken, length - taken, above);
                }
            }
        }
    }

    private static State sniff(byte first) throws WireException {
        if (first == 'G') {
            return State.UPGRADING;
        }
        if (first == MULTISTREAM_FIRST) {
            return State.RAW;
        }
        throw new WireException(
                WireFault.Kind.FOREIGN,
                "the first byte is "
                        + (first & 0xff)
                        + ": neither multistream-select nor a websocket upgrade");
    }

    /** Whether bytes of the layer above can be sent. */
    boolean isUp() {
        return state == State.RAW || state == State.WEB_SOCKET;
    }

    /** What keeps it from being up. */
    String waitsFor() {
        return state == State.UNKNOWN ? "the first byte" : "the websocket upgrade";
    }

    /** A farewell of its own follows the last bytes. */
    void close() {
        isClosing = state == State.WEB_SOCKET;
    }

    /** Whether output of its own waits: upgrade or pongs. */
    boolean hasOutput() {
        return !http.isEmpty() || (frames.hasPong() && state == State.WEB_SOCKET);
    }

    boolean hasFarewell() {
        return isClosing && !isCloseSent;
    }

    /** Writes output of its own; says where it ends. */
    int write(byte[] out, int at, int limit) {
        if (!http.isEmpty()) {
            return at + http.take(out, at, limit - at);
        }
        return frames.writePong(out, at, mask());
    }

    int writeFarewell(byte[] out, int at) {
        isCloseSent = true;
        return frames.writeClose(out, at, mask());
    }

    /** Wraps {@code out[from, from + length)}; says where the wrapped piece begins. */
    int frame(byte[] out, int from, int length) {
        return state == State.WEB_SOCKET ? frames.frameBinary(out, from, length, mask()) : from;
    }

    private int mask() {
        return client ? entropy.nextMask() : 0;
    }
}
