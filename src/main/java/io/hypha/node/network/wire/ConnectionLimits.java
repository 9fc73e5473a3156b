package io.hypha.node.network.wire;

/**
 * What one remote may cost. With the {@link #standard} figures unread data is bounded by 64
 * substreams of 256 KiB = 16 MiB.
 *
 * @param handshakeMillis from the first byte to {@link ConnectionEvent.Secured}
 * @param negotiationMillis from the opening of a substream to its protocol
 * @param inboundStreams substreams that the remote may have open at once; more are reset
 * @param outboundStreams substreams that this side may have open at once
 * @param receiveWindowBytes yamux window of each substream, at least its initial 262144
 * @param queuedBytesPerStream how much {@code write} keeps while the remote's window is closed
 * @param queuedPongs answers to yamux pings that wait for the socket; one more closes
 * @param queuedResets refusals of substreams that wait for the socket; one more closes
 */
public record ConnectionLimits(
        long handshakeMillis,
        long negotiationMillis,
        int inboundStreams,
        int outboundStreams,
        int receiveWindowBytes,
        int queuedBytesPerStream,
        int queuedPongs,
        int queuedResets) {

    public ConnectionLimits {
        if (handshakeMillis <= 0 || negotiationMillis <= 0) {
            throw new IllegalArgumentException("times must be positive");
        }
        if (inboundStreams < 0 || outboundStreams < 0 || queuedPongs < 1 || queuedResets < 1) {
            throw new IllegalArgumentException("counts must not be negative");
        }
        if (receiveWindowBytes < YamuxFrame.INITIAL_WINDOW || queuedBytesPerStream < 1) {
            throw new IllegalArgumentException(
                    "a window has at least " + YamuxFrame.INITIAL_WINDOW + " bytes");
        }
    }

    /** Handshake 8 s, negotiation 10 s, 32 + 32 substreams, 256 KiB windows and queues. */
    public static ConnectionLimits standard() {
        return new ConnectionLimits(
                8_000, 10_000, 32, 32, YamuxFrame.INITIAL_WINDOW, 256 * 1024, 4, 1_024);
    }
}
