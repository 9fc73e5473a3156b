package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.ConnectionEvent;
import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a {@link Line}, the {@link ConnectionMachine} above it, and two threads that carry
 * bytes between them. One lock guards the machine and everything that hangs on it.
 */
final class Link {

    /** What the connection tells its owner, under the link's lock. */
    interface Owner {
        void secured(PeerId remote);

        /** A substream that the peer opened; null refuses it. */
        @Nullable Substream inbound(String protocol);

        /** The answer to {@link #ping}. */
        void pong(long roundTripMillis);

        void closed(WireFault fault);
    }

    private static final int READ_BYTES = 32 << 10;
    private static final int WRITE_BYTES = 64 << 10;

    /** How long a farewell may take, and how long a peer may leave a full socket unread. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Line line;
    private final ConnectionMachine machine;
    private final InstantSource clock;
    private final Owner owner;
    private final Budget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition output = lock.newCondition();
    private final Map<Integer, Substream> substreams = new HashMap<>();
    private @Nullable WireFault fault;
    private long closedAtMillis;
    private long writingSinceMillis;
    private volatile long received;
    private volatile long sent;

    Link(
            Line line,
            ConnectionMachine machine,
            InstantSource clock,
            Budget budget,
            Owner owner) {
        this.line = line;
        this.machine = machine;
        this.clock = clock;
        this.budget = budget;
        this.owner = owner;
    }

    void start(Threads threads, String name) {
        boolean started =
                threads.start("p2p-read " + name, this::readAll)
                        && threads.start("p2p-write " + name, this::writeAll);
        if (!started) {
            end("the network is closing");
            line.close();
        }
    }

    long nowMillis() {
        return clock.millis();
    }

    long bytesReceived() {
        return received;
    }

    long bytesSent() {
        return sent;
    }

    Budget budget() {
        return budget;
    }

    /** Runs a step that looks at or changes the connection. */
    <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            T result = step.get();
            wakeWriter();
            return result;
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable step) {
        locked(
                () -> {
                    step.run();
                    return true;
                });
    }

    /** Opens a substream of ours; false when none can be opened. Under the lock. */
    boolean open(Substream substream, List<String> protocols) {
        long now = nowMillis();
        OptionalInt id = machine.open(protocols, now);
        if (id.isEmpty()) {
            return false;
        }
        substream.bind(id.getAsInt(), now);
        substreams.put(id.getAsInt(), substream);
        return true;
    }

    int write(int stream, Bytes data) {
        return machine.write(stream, data);
    }

    void finish(int stream) {
        machine.finish(stream);
    }

    /** Gives window back to the peer. */
    void consumed(int stream, int count) {
        if (count > 0) {
            machine.consumed(stream, count);
        }
    }

    /** A ping of the multiplexer, for peers that speak no protocol of pings. */
    void ping() {
        machine.ping(nowMillis());
    }

    void drop(Substream substream) {
        machine.reset(substream.id());
        forget(substream);
    }

    void forget(Substream substream) {
        substreams.remove(substream.id(), substream);
    }

    /** Says farewell and ends the connection. */
    void close(String why) {
        lock.lock();
        try {
            if (fault == null) {
                machine.close();
                ended(new WireFault(WireFault.Kind.CLOSED_HERE, why));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection since the peer costs too much. Under the lock. */
    void flood(String why) {
        if (fault == null) {
            machine.close();
            ended(new WireFault(WireFault.Kind.FLOOD, why));
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return fault != null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what waits for the socket, without farewell. */
    void cut() {
        line.close();
    }

    /** Lets time pass. */
    void turn(long nowMillis) {
        boolean cut;
        lock.lock();
        try {
            act(machine.tick(nowMillis), nowMillis);
            if (fault == null) {
                turnSubstreams(nowMillis);
            }
            cut =
                    fault != null && nowMillis - closedAtMillis > FAREWELL.toMillis()
                            || writingSinceMillis != 0
                                    && nowMillis - writingSinceMillis > STALLED.toMillis();
            wakeWriter();
        } finally {
            lock.unlock();
        }
        if (cut) {
            line.close();
        }
    }

    private void turnSubstreams(long nowMillis) {
        for (Substream substream : new ArrayList<>(substreams.values())) {
            if (substreams.get(substream.id()) == substream) {
                substream.turn(nowMillis);
            }
        }
    }

    private void readAll() {
        byte[] buffer = new byte[READ_BYTES];
        String why = "the remote ended the stream";
        try {
            int count = line.read(buffer);
            while (count >= 0) {
                if (!take(buffer, count)) {
                    return;
                }
                count = line.read(buffer);
            }
        } catch (IOException e) {
            why = e.getMessage() == null ? "the socket broke" : e.getMessage();
        }
        end(why);
    }

    private boolean take(byte[] buffer, int count) {
        lock.lock();
        try {
            received += count;
            long now = nowMillis();
            act(machine.receive(buffer, 0, count, now), now);
            wakeWriter();
            return fault == null;
        } finally {
            lock.unlock();
        }
    }

    private void end(String why) {
        lock.lock();
        try {
            act(machine.ended(why), nowMillis());
            if (fault == null) {
                ended(new WireFault(WireFault.Kind.WENT_AWAY, why));
            }
            wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        byte[] buffer = new byte[WRITE_BYTES];
        try {
            int count = nextOutput(buffer);
            while (count > 0) {
                line.write(buffer, 0, count);
                written(count);
                count = nextOutput(buffer);
            }
        } catch (IOException e) {
            end(e.getMessage() == null ? "the socket broke" : e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            line.close();
        }
    }

    /** Waits for output; 0 when the connection is closed and all of it was taken. */
    private int nextOutput(byte[] buffer) throws InterruptedException {
        lock.lock();
        try {
            while (!machine.hasOutput() && fault == null) {
                output.await();
            }
            int count = machine.hasOutput() ? machine.takeOutput(buffer, 0, buffer.length) : 0;
            writingSinceMillis = count > 0 ? nowMillis() : 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void written(int count) {
        lock.lock();
        try {
            writingSinceMillis = 0;
            sent += count;
            long now = nowMillis();
            act(machine.tick(now), now);
        } finally {
            lock.unlock();
        }
    }

    private void wakeWriter() {
        if (fault != null || machine.hasOutput()) {
            output.signal();
        }
    }

    private void act(List<ConnectionEvent> events, long nowMillis) {
        for (ConnectionEvent event : events) {
            if (fault != null) {
                return;
            }
            act(event, nowMillis);
        }
        if (fault == null && budget.takeFreed()) {
            turnSubstreams(nowMillis);
        }
    }

    private void act(ConnectionEvent event, long nowMillis) {
        switch (event) {
            case ConnectionEvent.Secured(PeerId remote) -> owner.secured(remote);
            case ConnectionEvent.Inbound(int stream, String protocol) ->
                    accept(stream, protocol, nowMillis);
            case ConnectionEvent.Closed(WireFault why) -> ended(why);
            case ConnectionEvent.Pong(long roundTripMillis) -> owner.pong(roundTripMillis);
            case ConnectionEvent.Opened(int stream, String _) -> {
                Substream substream = substreams.get(stream);
                if (substream != null) {
                    substream.moved(nowMillis);
                    substream.opened(nowMillis);
                }
            }
            case ConnectionEvent.Refused(int stream) -> {
                Substream substream = substreams.remove(stream);
                if (substream != null) {
                    substream.refused();
                }
            }
            case ConnectionEvent.Received(int stream, Bytes data) -> {
                Substream substream = substreams.get(stream);
                if (substream == null) {
                    machine.consumed(stream, data.size());
                } else {
                    substream.moved(nowMillis);
                    substream.received(data, nowMillis);
                }
            }
            case ConnectionEvent.Finished(int stream) -> {
                Substream substream = substreams.get(stream);
                if (substream != null) {
                    substream.finished();
                }
            }
            case ConnectionEvent.Reset(int stream) -> {
                Substream substream = substreams.remove(stream);
                if (substream != null) {
                    substream.dropped();
                }
            }
            case ConnectionEvent.Writable(int stream) -> {
                Substream substream = substreams.get(stream);
                if (substream != null) {
                    substream.flush(nowMillis);
                }
            }
        }
    }

    private void accept(int stream, String protocol, long nowMillis) {
        Substream substream = owner.inbound(protocol);
        if (substream == null) {
            machine.reset(stream);
            return;
        }
        substream.bind(stream, nowMillis);
        substreams.put(stream, substream);
        substream.begin();
    }

    private void ended(WireFault why) {
        if (fault != null) {
            return;
        }
        fault = why;
        closedAtMillis = nowMillis();
        List<Substream> open = new ArrayList<>(substreams.values());
        substreams.clear();
        open.forEach(substream -> substream.ended(why.text()));
        owner.closed(why);
        output.signal();
    }
}
