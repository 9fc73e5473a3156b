package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One substream of a {@link Link}. All methods run under the link's lock, so they must be quick and
 * must not call a listener or a server. Bytes that are to be sent wait here while the peer's window
 * is closed.
 */
abstract class Substream {

    private final Link link;
    private final Deque<Bytes> outgoing = new ArrayDeque<>();
    private int id;
    private int offset;
    private int queuedBytes;
    private boolean finishing;
    private boolean finished;
    private long movedAtMillis;

    Substream(Link link) {
        this.link = link;
    }

    final void bind(int stream, long nowMillis) {
        id = stream;
        movedAtMillis = nowMillis;
    }

    final int id() {
        return id;
    }

    final Link link() {
        return link;
    }

    /** When bytes last moved in either direction. */
    final long movedAtMillis() {
        return movedAtMillis;
    }

    final void moved(long nowMillis) {
        movedAtMillis = nowMillis;
    }

    final void agreed(long nowMillis) {
        movedAtMillis = nowMillis;
        opened(nowMillis);
    }

    final void arrived(Bytes data, long nowMillis) {
        movedAtMillis = nowMillis;
        received(data, nowMillis);
    }

    /** The peer's: it may be answered from now on. */
    void begin() {}

    /** Ours: the peer agreed to the protocol. */
    void opened(long nowMillis) {}

    /** Ours: the peer speaks none of the protocols. */
    void refused() {}

    abstract void received(Bytes data, long nowMillis);

    /** The peer sends no more. */
    void finished() {}

    /** The peer dropped the substream. */
    void dropped() {}

    /** The connection is gone, and with it this. */
    abstract void ended(String why);

    /** Lets time pass. */
    void turn(long nowMillis) {}

    /** Called when everything queued was handed to the connection. */
    void drained() {}

    final void send(Bytes data) {
        if (!finishing && !data.isEmpty()) {
            outgoing.add(data);
            queuedBytes += data.size();
            flush(link.nowMillis());
        }
    }

    /** Half-closes once all that is queued was sent. */
    final void finishSending() {
        finishing = true;
        flush(link.nowMillis());
    }

    /** Bytes and messages that wait for the peer's window. */
    final int queuedBytes() {
        return queuedBytes;
    }

    final int queuedMessages() {
        return outgoing.size();
    }

    final void flush(long nowMillis) {
        while (!outgoing.isEmpty()) {
            Bytes head = outgoing.peek();
            int taken = link.write(id, offset == 0 ? head : head.slice(offset, head.size()));
            if (taken > 0) {
                movedAtMillis = nowMillis;
            }
            offset += taken;
            queuedBytes -= taken;
            if (offset < head.size()) {
                return;
            }
            outgoing.poll();
            offset = 0;
        }
        if (finishing && !finished) {
            finished = true;
            link.finish(id);
        }
        drained();
    }

    /** Drops this substream both ways and forgets it. */
    final void drop() {
        link.drop(this);
    }

    /** Forgets this substream, which has come to its end on both sides. */
    final void forget() {
        link.forget(this);
    }
}
