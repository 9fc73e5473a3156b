package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.ConnectionEvent;
import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a {@link Line}, the {@link ConnectionMachine} above it, and a {@link Pump} that
 * carries bytes between them. One lock guards the machine and everything that hangs on it.
 */
final class Link {

    /** How long a farewell may take, and how long a peer may leave a full socket unread. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Line line;
    private final ConnectionMachine machine;
    private final InstantSource clock;
    private final LinkOwner owner;
    private final Budget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition output = lock.newCondition();
    private final OpenSubstreams substreams = new OpenSubstreams();
    private @Nullable WireFault fault;
    private long closedAtMillis;
    private boolean writing;
    private long writingSeenAtMillis;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    Link(
            Line line,
            ConnectionMachine machine,
            InstantSource clock,
            Budget budget,
            LinkOwner owner) {
        this.line = line;
        this.machine = machine;
        this.clock = clock;
        this.budget = budget;
        this.owner = owner;
    }

    void start(Threads threads, String name) {
        Pump pump = new Pump(this, line);
        boolean started =
                threads.start("p2p-read " + name, pump::readAll)
                        && threads.start("p2p-write " + name, pump::writeAll);
        if (!started) {
            end("the network is closing");
            line.close();
        }
    }

    long nowMillis() {
        return clock.millis();
    }

    long bytesReceived() {
        return received.get();
    }

    long bytesSent() {
        return sent.get();
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
        locked(() -> {
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
        substreams.add(substream);
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
        substreams.remove(substream);
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

    /** Ends what waits for the socket, without farewell. */
    void cut() {
        line.close();
    }

    /** Lets time pass. */
    void turn(long nowMillis) {
        boolean stuck =
                locked(() -> {
                    act(machine.tick(nowMillis), nowMillis);
                    if (fault == null) {
                        substreams.turn(nowMillis);
                    }
                    return isStuck(nowMillis);
                });
        if (stuck) {
            line.close();
        }
    }

    /** A write's time counts from the turn that first sees it: clocks leap, as after a sleep. */
    private boolean isStuck(long nowMillis) {
        if (writing && writingSeenAtMillis < 0) {
            writingSeenAtMillis = nowMillis;
        }
        boolean saidFarewell = fault != null && nowMillis - closedAtMillis > FAREWELL.toMillis();
        return saidFarewell || (writing && nowMillis - writingSeenAtMillis > STALLED.toMillis());
    }

    /** Takes what the socket brought; false when no more is wanted. */
    boolean take(byte[] buffer, int count) {
        return locked(() -> {
            received.addAndGet(count);
            long now = nowMillis();
            act(machine.receive(buffer, 0, count, now), now);
            return fault == null;
        });
    }

    /** The socket ended or broke. */
    void end(String why) {
        locked(() -> {
            act(machine.ended(why), nowMillis());
            if (fault == null) {
                ended(new WireFault(WireFault.Kind.WENT_AWAY, why));
            }
        });
    }

    /** Waits for output; 0 when the connection is closed and all of it was taken. */
    int nextOutput(byte[] buffer) throws InterruptedException {
        lock.lock();
        try {
            while (!machine.hasOutput() && fault == null) {
                output.await();
            }
            int count = machine.hasOutput() ? machine.takeOutput(buffer, 0, buffer.length) : 0;
            writing = count > 0;
            writingSeenAtMillis = -1;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** The socket took so many bytes. */
    void written(int count) {
        locked(() -> {
            writing = false;
            sent.addAndGet(count);
            act(machine.tick(nowMillis()), nowMillis());
        });
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
            substreams.turn(nowMillis);
        }
    }

    private void act(ConnectionEvent event, long nowMillis) {
        switch (event) {
            case ConnectionEvent.Secured(PeerId remote) -> owner.secured(remote);
            case ConnectionEvent.Inbound(int stream, String protocol) ->
                    accept(stream, protocol, nowMillis);
            case ConnectionEvent.Closed(WireFault why) -> ended(why);
            case ConnectionEvent.Pong(long roundTripMillis) -> owner.pong(roundTripMillis);
            case ConnectionEvent.Opened(int stream, String _) ->
                    substreams.with(stream, substream -> substream.agreed(nowMillis));
            case ConnectionEvent.Received(int stream, Bytes data) -> {
                if (!substreams.with(stream, substream -> substream.arrived(data, nowMillis))) {
                    machine.consumed(stream, data.size());
                }
            }
            case ConnectionEvent.Finished(int stream) ->
                    substreams.with(stream, Substream::finished);
            case ConnectionEvent.Writable(int stream) ->
                    substreams.with(stream, substream -> substream.flush(nowMillis));
            case ConnectionEvent.Refused(int stream) ->
                    substreams.without(stream, Substream::refused);
            case ConnectionEvent.Reset(int stream) ->
                    substreams.without(stream, Substream::dropped);
        }
    }

    private void accept(int stream, String protocol, long nowMillis) {
        Substream substream = owner.inbound(protocol);
        if (substream == null) {
            machine.reset(stream);
            return;
        }
        substream.bind(stream, nowMillis);
        substreams.add(substream);
        substream.begin();
    }

    private void ended(WireFault why) {
        if (fault != null) {
            return;
        }
        fault = why;
        closedAtMillis = nowMillis();
        substreams.end(why.text());
        owner.closed(why);
        output.signal();
    }
}
