package io.hypha.node.network.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Builds yamux frames when the wire has room for them: first go-away, pings and resets, then the
 * substreams in turn, one frame of at most 8 KiB each, so that none waits behind a long answer.
 */
final class YamuxOutput {

    static final int MAX_FRAME = 8 * 1_024;

    private final ConnectionLimits limits;
    private final Deque<YamuxStream> ready = new ArrayDeque<>();
    private final Deque<Integer> pongs = new ArrayDeque<>();
    private final Deque<Integer> resets = new ArrayDeque<>();
    private final List<YamuxStream> written = new ArrayList<>();
    private OptionalInt ping = OptionalInt.empty();
    private OptionalInt goAway = OptionalInt.empty();

    YamuxOutput(ConnectionLimits limits) {
        this.limits = limits;
    }

    boolean queuePong(int opaque) {
        if (pongs.size() >= limits.queuedPongs()) {
            return false;
        }
        pongs.add(opaque);
        return true;
    }

    void queuePing(int opaque) {
        ping = OptionalInt.of(opaque);
    }

    void queueReset(int id) {
        resets.add(id);
    }

    int queuedResets() {
        return resets.size();
    }

    void clear() {
        ready.clear();
        pongs.clear();
        resets.clear();
        written.clear();
        ping = OptionalInt.empty();
        goAway = OptionalInt.empty();
    }

    /** Says why this side leaves, before anything else that waits. */
    void goAway(int code) {
        goAway = OptionalInt.of(code);
    }

    /** Puts a substream in turn when it has something to send. */
    void wake(YamuxStream stream) {
        if (!stream.isQueued && hasWork(stream)) {
            stream.isQueued = true;
            ready.add(stream);
        }
    }

    private boolean hasWork(YamuxStream stream) {
        return stream.hasSendable()
                || stream.hasDueFin()
                || stream.hasDueCredit(limits.receiveWindowBytes());
    }

    void forget(YamuxStream stream) {
        if (stream.isQueued) {
            stream.isQueued = false;
            ready.remove(stream);
        }
    }

    boolean isEmpty() {
        return ready.isEmpty()
                && pongs.isEmpty()
                && resets.isEmpty()
                && ping.isEmpty()
                && goAway.isEmpty();
    }

    /**
     * Writes frames into {@code out[at, limit)} while a header and a byte have room.
     *
     * @return where the next byte goes
     */
    int write(byte[] out, int at, int limit) {
        int to = at;
        while (limit - to > YamuxFrame.HEADER && !isEmpty()) {
            if (goAway.isPresent()) {
                to = YamuxFrame.write(out, to, YamuxFrame.GO_AWAY, 0, 0, goAway.getAsInt());
                goAway = OptionalInt.empty();
            } else if (ping.isPresent()) {
                to = YamuxFrame.write(out, to, YamuxFrame.PING, YamuxFrame.SYN, 0, ping.getAsInt());
                ping = OptionalInt.empty();
            } else if (!pongs.isEmpty()) {
                to = YamuxFrame.write(out, to, YamuxFrame.PING, YamuxFrame.ACK, 0, pongs.remove());
            } else if (!resets.isEmpty()) {
                to =
                        YamuxFrame.write(
                                out, to, YamuxFrame.WINDOW, YamuxFrame.RST, resets.remove(), 0);
            } else {
                YamuxStream stream = ready.remove();
                stream.isQueued = false;
                to = writeStream(stream, out, to, limit);
                written.add(stream);
                wake(stream);
            }
        }
        return to;
    }

    private int writeStream(YamuxStream stream, byte[] out, int at, int limit) {
        if (stream.hasDueCredit(limits.receiveWindowBytes())) {
            int delta = (int) stream.credit;
            stream.credit = 0;
            stream.receiveWindow += delta;
            return YamuxFrame.write(
                    out, at, YamuxFrame.WINDOW, stream.takeOpeningFlag(), stream.id, delta);
        }
        int most = Math.min(limit - at, MAX_FRAME) - YamuxFrame.HEADER;
        int room = (int) Math.min(most, stream.sendWindow);
        int length = stream.queue.take(out, at + YamuxFrame.HEADER, room);
        stream.sendWindow -= length;
        int flags = stream.takeOpeningFlag();
        // In a frame of its own: js-libp2p ends a substream before it takes the data beside a FIN.
        if (length == 0 && stream.hasDueFin()) {
            stream.finSent = true;
            flags |= YamuxFrame.FIN;
        }
        YamuxFrame.write(out, at, YamuxFrame.DATA, flags, stream.id, length);
        return at + YamuxFrame.HEADER + length;
    }

    /** Gives each substream that sent something since the last call, once. */
    void drainWritten(Consumer<YamuxStream> each) {
        if (!written.isEmpty()) {
            List<YamuxStream> now = List.copyOf(written);
            written.clear();
            now.stream().distinct().forEach(each);
        }
    }
}
