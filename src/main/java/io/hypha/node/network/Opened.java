package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Protocol;

/**
 * A notification substream of ours: handshake, the peer's handshake, then messages from us. It
 * never makes anybody wait: what does not fit into its queue is not sent.
 */
final class Opened extends Substream {

    /** Told under the link's lock. */
    interface Owner {
        void accepted(Protocol protocol, Bytes handshake);

        /** The peer speaks no such protocol. */
        void unknown(Protocol protocol);

        /** It was not accepted, or is no more. */
        void lost(Protocol protocol, String why);
    }

    private static final int MOST_QUEUED = 1024;
    private static final int MOST_QUEUED_BYTES = 2 << 20;
    private static final int MOST_HANDSHAKE_BYTES = 64 << 10;
    private static final long STALLED_MILLIS = 30_000;

    private final Protocol protocol;
    private final Owner owner;
    private final MessageReader handshake = new MessageReader(MOST_HANDSHAKE_BYTES);
    private final long startedAtMillis;
    private boolean open;
    private boolean over;

    Opened(Link link, Protocol protocol, Owner owner) {
        super(link);
        this.protocol = protocol;
        this.owner = owner;
        this.startedAtMillis = link.nowMillis();
    }

    /** Sends our handshake. */
    void greet(Bytes ours) {
        send(MessageReader.framed(ours));
    }

    boolean isOpen() {
        return open && !over;
    }

    /** Queues a message; false when it is not open or the peer reads too slowly. */
    boolean offer(Bytes message) {
        boolean fits =
                queuedMessages() < MOST_QUEUED
                        && (queuedMessages() == 0
                                || queuedBytes() + message.size() <= MOST_QUEUED_BYTES);
        if (!isOpen() || !fits) {
            return false;
        }
        send(MessageReader.framed(message));
        return true;
    }

    @Override
    void received(Bytes data, long nowMillis) {
        link().consumed(id(), data.size());
        if (open) {
            lose("it sent on a substream that is ours");
            return;
        }
        int taken = handshake.take(data, 0);
        switch (handshake.state()) {
            case OPEN -> {}
            case COMPLETE -> {
                if (taken < data.size()) {
                    lose("it sent more than its handshake");
                } else {
                    open = true;
                    owner.accepted(protocol, handshake.next());
                }
            }
            case TOO_LARGE, BAD_LENGTH -> lose("its handshake is of no known form");
        }
    }

    @Override
    void refused() {
        if (!over) {
            over = true;
            owner.unknown(protocol);
        }
    }

    @Override
    void finished() {
        lose(open ? "it closed the substream" : "it closed the substream without a handshake");
    }

    @Override
    void dropped() {
        end(open ? "it dropped the substream" : "it dropped the substream without a handshake");
    }

    @Override
    void ended(String why) {
        over = true;
    }

    @Override
    void turn(long nowMillis) {
        if (!open && nowMillis - startedAtMillis > protocol.timeLimit().toMillis()) {
            lose("no handshake within " + protocol.timeLimit().toMillis() + " ms");
        } else if (queuedBytes() > 0 && nowMillis - movedAtMillis() > STALLED_MILLIS) {
            lose("it read nothing for " + STALLED_MILLIS + " ms");
        }
    }

    /** Closes it from our side. */
    void close() {
        over = true;
        drop();
    }

    private void lose(String why) {
        drop();
        end(why);
    }

    private void end(String why) {
        if (!over) {
            over = true;
            owner.lost(protocol, why);
        }
    }
}
