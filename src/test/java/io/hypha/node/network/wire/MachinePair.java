package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Two machines and the wire between them, cut into pieces of any size. */
final class MachinePair {

    static final String ECHO = "/echo/1";
    static final String SINK = "/sink/1";

    /** One side: its machine, all events, and the bytes of each substream. */
    static final class Side {
        final ConnectionMachine machine;
        final List<ConnectionEvent> events = new ArrayList<>();
        final Map<Integer, ByteArrayOutputStream> received = new HashMap<>();
        Consumer<ConnectionEvent> reaction = event -> {};
        boolean consumes = true;

        Side(ConnectionMachine machine) {
            this.machine = machine;
        }

        void take(List<ConnectionEvent> news) {
            for (ConnectionEvent event : news) {
                events.add(event);
                if (event instanceof ConnectionEvent.Received(int stream, Bytes data)) {
                    received.computeIfAbsent(stream, s -> new ByteArrayOutputStream())
                            .writeBytes(data.toArray());
                    if (consumes) {
                        machine.consumed(stream, data.size());
                    }
                }
                reaction.accept(event);
            }
        }

        <E extends ConnectionEvent> List<E> all(Class<E> kind) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        <E extends ConnectionEvent> E only(Class<E> kind) {
            List<E> found = all(kind);
            if (found.size() != 1) {
                throw new AssertionError("expected one " + kind.getSimpleName() + ": " + events);
            }
            return found.getFirst();
        }

        byte[] bytes(int stream) {
            return received.containsKey(stream) ? received.get(stream).toByteArray() : new byte[0];
        }
    }

    final Side dialer;
    final Side listener;
    private final Random random;
    long now;

    MachinePair(ConnectionMachine dialer, ConnectionMachine listener, long seed) {
        this.dialer = new Side(dialer);
        this.listener = new Side(listener);
        this.random = new Random(seed);
    }

    static Identity identity(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return Identity.ofSeed(Bytes.of(seed));
    }

    static ConnectionSetup setup(int number, ConnectionLimits limits) {
        byte[] entropy = new byte[32];
        Arrays.fill(entropy, (byte) (100 + number));
        return new ConnectionSetup(
                identity(number), Bytes.of(entropy), Set.of(ECHO, SINK)::contains, limits);
    }

    static MachinePair raw(long seed) {
        return raw(seed, ConnectionLimits.standard());
    }

    static MachinePair raw(long seed, ConnectionLimits limits) {
        return new MachinePair(
                ConnectionMachine.dialer(setup(1, limits), Optional.of(identity(2).peerId()), 0),
                ConnectionMachine.listener(setup(2, limits), 0),
                seed);
    }

    static MachinePair webSocket(long seed) {
        ConnectionLimits limits = ConnectionLimits.standard();
        return new MachinePair(
                ConnectionMachine.webSocketDialer(
                        setup(1, limits), Optional.of(identity(2).peerId()), "localhost:1", 0),
                ConnectionMachine.listener(setup(2, limits), 0),
                seed);
    }

    /** Moves bytes both ways until nothing is left to move. */
    MachinePair run() {
        boolean moved = true;
        while (moved) {
            moved = move(dialer, listener);
            moved |= move(listener, dialer);
            dialer.take(dialer.machine.tick(now));
            listener.take(listener.machine.tick(now));
        }
        return this;
    }

    boolean move(Side from, Side to) {
        if (!from.machine.hasOutput()) {
            return false;
        }
        byte[] bytes = from.machine.takeOutput().toArray();
        if (bytes.length == 0) {
            throw new AssertionError("output was promised");
        }
        int at = 0;
        while (at < bytes.length) {
            int size = Math.min(bytes.length - at, piece());
            to.take(to.machine.receive(bytes, at, size, now));
            at += size;
        }
        return true;
    }

    private int piece() {
        return switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 1 + random.nextInt(20);
            case 2 -> 1 + random.nextInt(2_000);
            default -> 1 + random.nextInt(100_000);
        };
    }
}
