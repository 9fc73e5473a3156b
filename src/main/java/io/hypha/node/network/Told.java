package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.time.Duration;

/**
 * The peer's substream of identify: it asks nothing and is told one message. The end is told a turn
 * later: js-libp2p, which reads on in the negotiation of the protocol, loses the message when the
 * end comes with it.
 */
final class Told extends Substream {

    private final Bytes message;
    private final Duration idle;
    private boolean begun;
    private boolean peerFinished;

    Told(Link link, Bytes message, Duration idle) {
        super(link);
        this.message = message;
        this.idle = idle;
    }

    @Override
    void begin() {
        begun = true;
        send(MessageReader.framed(message));
    }

    @Override
    void received(Bytes data, long nowMillis) {
        drop();
    }

    @Override
    void drained() {
        if (begun && peerFinished) {
            forget();
        }
    }

    @Override
    void finished() {
        peerFinished = true;
        if (queuedBytes() == 0) {
            forget();
        }
    }

    @Override
    void turn(long nowMillis) {
        if (begun) {
            finishSending();
        }
        if (nowMillis - movedAtMillis() >= idle.toMillis()) {
            drop();
        }
    }

    @Override
    void ended(String why) {}
}
