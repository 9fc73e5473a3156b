package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;

/** The peer's substream of pings: what comes goes back. */
final class Echo extends Substream {

    private static final int MOST_QUEUED_BYTES = 4096;

    Echo(Link link) {
        super(link);
    }

    @Override
    void received(Bytes data, long nowMillis) {
        if (queuedBytes() + data.size() > MOST_QUEUED_BYTES) {
            drop();
            return;
        }
        send(data);
        link().consumed(id(), data.size());
    }

    @Override
    void finished() {
        finishSending();
        forget();
    }

    @Override
    void ended(String why) {}
}
