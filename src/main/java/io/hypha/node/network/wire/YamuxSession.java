package io.hypha.node.network.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of yamux and its substreams; {@link YamuxOutput} is the writing half. The dialer
 * opens odd ids, the listener even ones.
 */
final class YamuxSession implements YamuxReader.Frames {

    private final boolean dialer;
    private final ConnectionLimits limits;
    private final YamuxEvents events;
    private final YamuxOutput output;
    private final YamuxReader reader = new YamuxReader(this);
    private final Map<Integer, YamuxStream> streams = new HashMap<>();

    private long nextId;
    private int inboundOpen;
    private int outboundOpen;

    /** Data that may still be under way for substreams that this side has dropped. */
    private long discardable;

    private boolean pingUnderWay;
    private int pingOpaque;

    YamuxSession(boolean dialer, ConnectionLimits limits, YamuxEvents events) {
        this.dialer = dialer;
        this.limits = limits;
        this.events = events;
        this.output = new YamuxOutput(limits);
        this.nextId = dialer ? 1 : 2;
    }

    YamuxOutput output() {
        return output;
    }

    void receive(byte[] bytes, int offset, int length) throws WireException {
        reader.receive(bytes, offset, length);
    }

    @Override
    public void frame(int type, int flags, int id, long length) throws WireException {
        if (type == YamuxFrame.PING) {
            ping(flags, (int) length);
        } else {
            streamFrame(type, flags, id, length);
        }
    }

    @Override
    public void data(int id, byte[] bytes, int offset, int count) {
        YamuxStream stream = streams.get(id);
        if (stream != null) {
            stream.unread += count;
            events.data(id, bytes, offset, count);
        }
    }

    private void ping(int flags, int opaque) throws WireException {
        if (flags == YamuxFrame.SYN) {
            if (!output.queuePong(opaque)) {
                throw new WireException(
                        WireFault.Kind.FLOOD,
                        "yamux: more than " + limits.queuedPongs() + " pings without a pause");
            }
        } else if (flags == YamuxFrame.ACK) {
            if (pingUnderWay && opaque == pingOpaque) {
                pingUnderWay = false;
                events.pong();
            }
        } else {
            throw WireException.violation("yamux: a ping with flags " + flags);
        }
    }

    private void streamFrame(int type, int flags, int id, long length) throws WireException {
        YamuxStream stream = streams.get(id);
        if ((flags & YamuxFrame.SYN) != 0) {
            stream = accepted(id, stream != null);
        } else if (stream == null && isOurs(id) && (id & 0xffffffffL) >= nextId) {
            throw WireException.violation(
                    "yamux: a frame for substream "
                            + YamuxReader.text(id)
                            + ", which was never opened");
        }
        long data = type == YamuxFrame.DATA ? length : 0;
        takeFromWindow(id, data);
        if (stream != null && type == YamuxFrame.WINDOW) {
            stream.widen(length);
            output.wake(stream);
        }
        if ((flags & YamuxFrame.RST) != 0) {
            remoteReset(stream);
        }
    }

    private YamuxStream accepted(int id, boolean exists) throws WireException {
        if (isOurs(id) || exists) {
            throw WireException.violation(
                    "yamux: the remote opened substream "
                            + YamuxReader.text(id)
                            + (exists ? ", which is open" : ", whose number is ours to give"));
        }
        YamuxStream stream = new YamuxStream(id, false, limits);
        streams.put(id, stream);
        inboundOpen++;
        if (inboundOpen > limits.inboundStreams()) {
            resetHere(stream);
            if (output.queuedResets() > limits.queuedResets()) {
                throw new WireException(
                        WireFault.Kind.FLOOD,
                        "yamux: more than "
                                + limits.queuedResets()
                                + " substreams beyond the allowed "
                                + limits.inboundStreams());
            }
            return stream;
        }
        events.inbound(id);
        return stream;
    }

    private void takeFromWindow(int id, long data) throws WireException {
        if (data == 0) {
            return;
        }
        YamuxStream stream = streams.get(id);
        if (stream != null && stream.remoteFinished) {
            throw WireException.violation(
                    "yamux: data after FIN on substream " + YamuxReader.text(id));
        }
        long allowed = stream != null ? stream.receiveWindow : discardable;
        if (data > allowed) {
            throw new WireException(
                    WireFault.Kind.WINDOW_ABUSE,
                    "yamux: a frame of "
                            + data
                            + " bytes on substream "
                            + YamuxReader.text(id)
                            + " where the window allows "
                            + allowed);
        }
        if (stream != null) {
            stream.receiveWindow -= data;
        } else {
            discardable -= data;
        }
    }

    @Override
    public void end(int id) {
        YamuxStream stream = streams.get(id);
        if (stream == null || stream.remoteFinished) {
            return;
        }
        stream.remoteFinished = true;
        events.finished(id);
        removeIfDone(stream);
    }

    private void remoteReset(@Nullable YamuxStream stream) {
        if (stream != null && streams.get(stream.id) == stream) {
            remove(stream);
            events.reset(stream.id);
        }
    }

    private boolean isOurs(int id) {
        return (id & 1) == 1 == dialer;
    }

    /** A new substream; the SYN goes out with the first bytes written. */
    OptionalInt open() {
        if (outboundOpen >= limits.outboundStreams() || nextId > 0xffffffffL) {
            return OptionalInt.empty();
        }
        YamuxStream stream = new YamuxStream((int) nextId, true, limits);
        nextId += 2;
        outboundOpen++;
        streams.put(stream.id, stream);
        return OptionalInt.of(stream.id);
    }

    boolean isOpen(int id) {
        return streams.containsKey(id);
    }

    /** How many bytes the application may queue now. */
    int room(int id) {
        YamuxStream stream = streams.get(id);
        return stream == null || stream.finishing
                ? 0
                : Math.max(0, limits.queuedBytesPerStream() - stream.queue.size());
    }

    /** Queues bytes; the caller has looked at {@link #room}, or sends a few of a negotiation. */
    void write(int id, byte[] bytes, int offset, int length) {
        YamuxStream stream = streams.get(id);
        if (stream != null && !stream.finishing && length > 0) {
            stream.queue.add(bytes, offset, length);
            output.wake(stream);
        }
    }

    /** The application waits for room. */
    void wantRoom(int id) {
        YamuxStream stream = streams.get(id);
        if (stream != null && !stream.finishing) {
            stream.wantsRoom = true;
        }
    }

    void consumed(int id, int count) {
        YamuxStream stream = streams.get(id);
        if (stream != null && count > 0) {
            long taken = Math.min(count, stream.unread);
            stream.unread -= taken;
            stream.credit += taken;
            output.wake(stream);
        }
    }

    void finish(int id) {
        YamuxStream stream = streams.get(id);
        if (stream != null && !stream.finishing) {
            stream.finishing = true;
            stream.wantsRoom = false;
            output.wake(stream);
        }
    }

    void reset(int id) {
        YamuxStream stream = streams.get(id);
        if (stream != null) {
            resetHere(stream);
        }
    }

    private void resetHere(YamuxStream stream) {
        boolean isKnownToRemote = !stream.ours || stream.openingFlag == 0;
        remove(stream);
        if (isKnownToRemote) {
            if (!stream.remoteFinished) {
                discardable += stream.receiveWindow;
            }
            output.queueReset(stream.id);
        }
    }

    private void remove(YamuxStream stream) {
        streams.remove(stream.id);
        output.forget(stream);
        if (stream.ours) {
            outboundOpen--;
        } else {
            inboundOpen--;
        }
    }

    private void removeIfDone(YamuxStream stream) {
        if (stream.isDone() && streams.get(stream.id) == stream) {
            remove(stream);
        }
    }

    /** After frames were taken: who has room again, who is done. */
    void afterOutput() {
        output.drainWritten(stream -> {
            if (stream.wantsRoom
                    && stream.queue.size() <= limits.queuedBytesPerStream() / 2
                    && streams.get(stream.id) == stream) {
                stream.wantsRoom = false;
                events.writable(stream.id);
            }
            removeIfDone(stream);
        });
    }

    /** Asks for a pong unless one is awaited. */
    boolean ping() {
        if (pingUnderWay) {
            return false;
        }
        pingUnderWay = true;
        output.queuePing(++pingOpaque);
        return true;
    }

    void close() {
        streams.clear();
        output.clear();
    }
}
