package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Substreams that agree on a protocol before the application sees their bytes. */
final class Substreams implements YamuxEvents {

    /** A substream that has not agreed yet. */
    private static final class Pending {
        final Multistream negotiation;
        final long deadlineMillis;

        /** Written before the remote chose among several proposals. */
        final ByteFifo held = new ByteFifo();

        boolean finishing;
        boolean wantsRoom;

        /** The remote does not keep to the rules after a refusal; only its goodbye is awaited. */
        boolean isDeaf;

        Pending(Multistream negotiation, long deadlineMillis) {
            this.negotiation = negotiation;
            this.deadlineMillis = deadlineMillis;
        }
    }

    private final ConnectionLimits limits;
    private final Predicate<String> supported;
    private final List<ConnectionEvent> events;
    private final YamuxSession yamux;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private long nowMillis;
    private long pingMillis;

    Substreams(
            boolean dialer,
            ConnectionLimits limits,
            Predicate<String> supported,
            List<ConnectionEvent> events) {
        this.limits = limits;
        this.supported = supported;
        this.events = events;
        this.yamux = new YamuxSession(dialer, limits, this);
    }

    YamuxOutput output() {
        return yamux.output();
    }

    void receive(byte[] bytes, int offset, int length, long now) throws WireException {
        nowMillis = now;
        yamux.receive(bytes, offset, length);
    }

    void afterOutput() {
        yamux.afterOutput();
    }

    /** Drops what took too long to agree. */
    void tick(long now) {
        nowMillis = now;
        if (pending.isEmpty()) {
            return;
        }
        List<Integer> late = new ArrayList<>();
        pending.forEach((id, stream) -> {
            if (now >= stream.deadlineMillis) {
                late.add(id);
            }
        });
        for (int id : late) {
            fail(id);
        }
    }

    OptionalLong nextDeadlineMillis() {
        return pending.values().stream().mapToLong(stream -> stream.deadlineMillis).min();
    }

    OptionalInt open(List<String> protocols, long now) {
        Multistream negotiation = Multistream.dialer(protocols);
        OptionalInt id = yamux.open();
        if (id.isPresent()) {
            pending.put(id.getAsInt(), new Pending(negotiation, now + limits.negotiationMillis()));
            flush(id.getAsInt(), negotiation);
        }
        return id;
    }

    /** Drops a substream that the application already knows of, or waits for, and tells it. */
    private void fail(int id) {
        Pending stream = pending.remove(id);
        yamux.reset(id);
        if (stream != null && stream.negotiation.isDialer()) {
            events.add(new ConnectionEvent.Reset(id));
        }
    }

    private void flush(int id, Multistream negotiation) {
        byte[] output = negotiation.takeOutput();
        yamux.write(id, output, 0, output.length);
    }

    @Override
    public void inbound(int id) {
        pending.put(
                id,
                new Pending(
                        Multistream.listener(supported), nowMillis + limits.negotiationMillis()));
    }

    @Override
    public void data(int id, byte[] bytes, int offset, int length) {
        Pending stream = pending.get(id);
        if (stream == null) {
            events.add(new ConnectionEvent.Received(id, Bytes.of(bytes, offset, offset + length)));
            return;
        }
        if (stream.isDeaf) {
            yamux.consumed(id, length);
            return;
        }
        int taken;
        try {
            taken = stream.negotiation.receive(bytes, offset, length);
        } catch (WireException e) {
            giveUp(id, stream);
            return;
        }
        flush(id, stream.negotiation);
        yamux.consumed(id, taken);
        Optional<String> agreed = stream.negotiation.agreed();
        if (agreed.isPresent()) {
            agree(id, stream, agreed.orElseThrow());
            if (taken < length) {
                data(id, bytes, offset + taken, length - taken);
            }
        } else if (stream.negotiation.isRefused()) {
            pending.remove(id);
            yamux.reset(id);
            events.add(new ConnectionEvent.Refused(id));
        }
    }

    /**
     * A dialer may have sent data along with a proposal that was refused; that reads as garbage. It
     * still has to learn of the refusal, so the substream is finished instead of reset.
     */
    private void giveUp(int id, Pending stream) {
        if (stream.negotiation.isDialer() || stream.negotiation.refusals() == 0) {
            fail(id);
            return;
        }
        flush(id, stream.negotiation);
        stream.isDeaf = true;
        yamux.finish(id);
    }

    private void agree(int id, Pending stream, String protocol) {
        pending.remove(id);
        if (!stream.negotiation.isDialer()) {
            events.add(new ConnectionEvent.Inbound(id, protocol));
            return;
        }
        byte[] held = stream.held.takeAll();
        yamux.write(id, held, 0, held.length);
        events.add(new ConnectionEvent.Opened(id, protocol));
        if (stream.finishing) {
            yamux.finish(id);
        } else if (stream.wantsRoom) {
            yamux.wantRoom(id);
        }
    }

    @Override
    public void finished(int id) {
        Pending stream = pending.get(id);
        if (stream == null) {
            events.add(new ConnectionEvent.Finished(id));
        } else if (stream.negotiation.refusals() > 0) {
            pending.remove(id);
            yamux.finish(id);
        } else {
            fail(id);
        }
    }

    @Override
    public void reset(int id) {
        Pending stream = pending.remove(id);
        if (stream == null || stream.negotiation.isDialer()) {
            events.add(new ConnectionEvent.Reset(id));
        }
    }

    @Override
    public void writable(int id) {
        events.add(new ConnectionEvent.Writable(id));
    }

    @Override
    public void pong() {
        events.add(new ConnectionEvent.Pong(Math.max(0, nowMillis - pingMillis)));
    }

    int write(int id, byte[] bytes, int offset, int length) {
        Pending stream = pending.get(id);
        if (stream == null || stream.negotiation.isCommitted()) {
            int taken = Math.min(length, yamux.room(id));
            yamux.write(id, bytes, offset, taken);
            if (taken < length) {
                yamux.wantRoom(id);
            }
            return taken;
        }
        if (!stream.negotiation.isDialer() || stream.finishing) {
            return 0;
        }
        int taken = Math.min(length, limits.queuedBytesPerStream() - stream.held.size());
        stream.held.add(bytes, offset, taken);
        stream.wantsRoom |= taken < length;
        return taken;
    }

    void consumed(int id, int count) {
        yamux.consumed(id, count);
    }

    void finish(int id) {
        Pending stream = pending.get(id);
        if (stream == null || stream.negotiation.isCommitted()) {
            yamux.finish(id);
        } else if (stream.negotiation.isDialer()) {
            stream.finishing = true;
        }
    }

    /** The application drops a substream; no event follows. */
    void drop(int id) {
        pending.remove(id);
        yamux.reset(id);
    }

    void ping(long now) {
        if (yamux.ping()) {
            pingMillis = now;
        }
    }

    /** The end of all substreams; the wire is gone. */
    void close() {
        pending.clear();
        yamux.close();
    }

    /** The end of all substreams, with go-away and {@code code} to the remote. */
    void close(int code) {
        close();
        yamux.output().goAway(code);
    }
}
