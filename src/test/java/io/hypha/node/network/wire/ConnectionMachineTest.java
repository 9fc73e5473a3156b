package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.ConnectionEvent.Closed;
import io.hypha.node.network.wire.ConnectionEvent.Finished;
import io.hypha.node.network.wire.ConnectionEvent.Inbound;
import io.hypha.node.network.wire.ConnectionEvent.Opened;
import io.hypha.node.network.wire.ConnectionEvent.Pong;
import io.hypha.node.network.wire.ConnectionEvent.Received;
import io.hypha.node.network.wire.ConnectionEvent.Refused;
import io.hypha.node.network.wire.ConnectionEvent.Reset;
import io.hypha.node.network.wire.ConnectionEvent.Secured;
import io.hypha.node.network.wire.ConnectionEvent.Writable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionMachineTest {

    private static final String ECHO = MachinePair.ECHO;

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void both_sides_prove_themselves_over_any_cut_of_the_wire(long seed) {
        for (MachinePair pair : List.of(MachinePair.raw(seed), MachinePair.webSocket(seed))) {
            pair.run();

            assertThat(pair.dialer.events)
                    .containsExactly(new Secured(MachinePair.identity(2).peerId()));
            assertThat(pair.listener.events)
                    .containsExactly(new Secured(MachinePair.identity(1).peerId()));
        }
    }

    @Test
    void a_substream_carries_bytes_both_ways_and_half_closes() {
        MachinePair pair = MachinePair.raw(1).run();
        int stream = pair.dialer.machine.open(List.of(ECHO), 0).orElseThrow();
        assertThat(pair.dialer.machine.write(stream, text("ping"))).isEqualTo(4);
        pair.dialer.machine.finish(stream);
        pair.run();

        Inbound inbound = pair.listener.only(Inbound.class);
        assertThat(inbound.protocol()).isEqualTo(ECHO);
        assertThat(pair.dialer.only(Opened.class)).isEqualTo(new Opened(stream, ECHO));
        assertThat(pair.listener.only(Finished.class)).isEqualTo(new Finished(inbound.stream()));
        assertThat(pair.listener.bytes(inbound.stream())).isEqualTo(text("ping").toArray());

        assertThat(pair.listener.machine.write(inbound.stream(), text("pong"))).isEqualTo(4);
        pair.listener.machine.finish(inbound.stream());
        pair.run();

        assertThat(pair.dialer.bytes(stream)).isEqualTo(text("pong").toArray());
        assertThat(pair.dialer.only(Finished.class)).isEqualTo(new Finished(stream));
    }

    @Test
    void proposes_in_order_until_one_is_supported() {
        MachinePair pair = MachinePair.raw(1).run();
        int stream = pair.dialer.machine.open(List.of("/a", "/b", ECHO), 0).orElseThrow();
        assertThat(pair.dialer.machine.write(stream, text("early"))).isEqualTo(5);
        pair.dialer.machine.finish(stream);
        pair.run();

        assertThat(pair.dialer.only(Opened.class).protocol()).isEqualTo(ECHO);
        int theirs = pair.listener.only(Inbound.class).stream();
        assertThat(pair.listener.bytes(theirs)).isEqualTo(text("early").toArray());
        assertThat(pair.listener.all(Finished.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 3_000})
    void a_foreign_protocol_is_refused_also_with_data_sent_along(int size) {
        MachinePair pair = MachinePair.raw(1).run();
        int stream = pair.dialer.machine.open(List.of("/none"), 0).orElseThrow();
        pair.dialer.machine.write(stream, Bytes.of(new byte[size]));
        pair.dialer.machine.finish(stream);
        pair.run();

        assertThat(pair.dialer.events.getLast()).isEqualTo(new Refused(stream));
        assertThat(pair.listener.events).hasSize(1);
        assertThat(pair.dialer.all(Closed.class)).isEmpty();
    }

    @Test
    void a_reset_reaches_the_other_side_and_ends_the_substream() {
        MachinePair pair = MachinePair.raw(1).run();
        int stream = pair.dialer.machine.open(List.of(ECHO), 0).orElseThrow();
        pair.run();
        int theirs = pair.listener.only(Inbound.class).stream();
        pair.dialer.machine.reset(stream);
        pair.run();

        assertThat(pair.listener.only(Reset.class)).isEqualTo(new Reset(theirs));
        assertThat(pair.listener.machine.write(theirs, text("late"))).isZero();
        assertThat(pair.dialer.machine.write(stream, text("late"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void many_substreams_interleave_without_mixing(long seed) {
        MachinePair pair = seed % 2 == 0 ? MachinePair.webSocket(seed) : MachinePair.raw(seed);
        pair.run();
        Random random = new Random(seed);
        Map<Integer, byte[]> sent = new HashMap<>();
        Map<Integer, Integer> offset = new HashMap<>();
        echo(pair.listener);
        for (int i = 0; i < 20; i++) {
            int stream = pair.dialer.machine.open(List.of(ECHO), 0).orElseThrow();
            byte[] data = new byte[random.nextInt(700_000)];
            random.nextBytes(data);
            sent.put(stream, data);
            offset.put(stream, 0);
        }
        pair.dialer.reaction =
                event -> {
                    if (event instanceof Writable(int stream)) {
                        push(pair.dialer.machine, stream, sent.get(stream), offset);
                    }
                };
        sent.forEach((stream, data) -> push(pair.dialer.machine, stream, data, offset));
        pair.run();

        sent.forEach((stream, data) -> assertThat(pair.dialer.bytes(stream)).isEqualTo(data));
        assertThat(pair.dialer.all(Finished.class)).hasSize(20);
        assertThat(pair.listener.all(Finished.class)).hasSize(20);
        // all are gone: as many can be opened again
        for (int i = 0; i < 32; i++) {
            assertThat(pair.dialer.machine.open(List.of(ECHO), 0)).isPresent();
        }
        assertThat(pair.dialer.machine.open(List.of(ECHO), 0)).isEmpty();
    }

    private static void push(
            ConnectionMachine machine, int stream, byte[] data, Map<Integer, Integer> offset) {
        int at = offset.get(stream);
        at += machine.write(stream, data, at, data.length - at);
        offset.put(stream, at);
        if (at == data.length) {
            machine.finish(stream);
        }
    }

    /** Sends back what comes, at the pace of its own output. */
    private static void echo(MachinePair.Side side) {
        side.consumes = false;
        Map<Integer, List<byte[]>> waiting = new HashMap<>();
        Map<Integer, Boolean> ended = new HashMap<>();
        side.reaction =
                event -> {
                    switch (event) {
                        case Received(int stream, Bytes data) -> {
                            waiting.computeIfAbsent(stream, s -> new ArrayList<>())
                                    .add(data.toArray());
                            flush(side.machine, stream, waiting, ended);
                        }
                        case Writable(int stream) -> flush(side.machine, stream, waiting, ended);
                        case Finished(int stream) -> {
                            ended.put(stream, true);
                            flush(side.machine, stream, waiting, ended);
                        }
                        default -> {}
                    }
                };
    }

    private static void flush(
            ConnectionMachine machine,
            int stream,
            Map<Integer, List<byte[]>> waiting,
            Map<Integer, Boolean> ended) {
        List<byte[]> pieces = waiting.getOrDefault(stream, new ArrayList<>());
        while (!pieces.isEmpty()) {
            byte[] first = pieces.getFirst();
            int taken = machine.write(stream, first, 0, first.length);
            machine.consumed(stream, taken);
            if (taken < first.length) {
                pieces.set(0, java.util.Arrays.copyOfRange(first, taken, first.length));
                return;
            }
            pieces.removeFirst();
        }
        if (ended.getOrDefault(stream, false)) {
            machine.finish(stream);
        }
    }

    @Test
    void what_the_application_does_not_take_holds_the_sender_back() {
        MachinePair pair = MachinePair.raw(1).run();
        pair.listener.consumes = false;
        int stream = pair.dialer.machine.open(List.of(MachinePair.SINK), 0).orElseThrow();
        byte[] data = new byte[1_000_000];
        Map<Integer, Integer> offset = new HashMap<>(Map.of(stream, 0));
        pair.dialer.reaction =
                event -> {
                    if (event instanceof Writable) {
                        push(pair.dialer.machine, stream, data, offset);
                    }
                };
        push(pair.dialer.machine, stream, data, offset);
        pair.run();

        int theirs = pair.listener.only(Inbound.class).stream();
        int negotiation = 20 + 9;
        assertThat(pair.listener.bytes(theirs)).hasSize(YamuxFrame.INITIAL_WINDOW - negotiation);
        assertThat(offset.get(stream)).isLessThan(600_000);

        pair.listener.machine.consumed(theirs, 200_000);
        pair.run();
        assertThat(pair.listener.bytes(theirs)).hasSize(YamuxFrame.INITIAL_WINDOW + 200_000);
        pair.listener.consumes = true;
        pair.listener.machine.consumed(theirs, YamuxFrame.INITIAL_WINDOW - negotiation);
        pair.run();
        assertThat(pair.listener.bytes(theirs)).hasSize(1_000_000);
    }

    /** Little more than the pieces that are handed on: buffers are used again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_transfer_asks_for_hardly_more_memory_than_its_bytes(boolean isWebSocket)
            throws Exception {
        MachinePair pair = (isWebSocket ? MachinePair.webSocket(1) : MachinePair.raw(1)).run();
        ConnectionMachine from = pair.dialer.machine;
        ConnectionMachine to = pair.listener.machine;
        int stream = from.open(List.of(MachinePair.SINK), 0).orElseThrow();
        pair.run();
        byte[] data = new byte[256 * 1_024];
        byte[] wire = new byte[64 * 1_024];
        transfer(from, to, stream, data, wire, 4 << 20);

        long allocated = Allocation.of(() -> transfer(from, to, stream, data, wire, 16 << 20));

        assertThat(allocated).isBetween(16L << 20, 20L << 20);
    }

    private static void transfer(
            ConnectionMachine from,
            ConnectionMachine to,
            int stream,
            byte[] data,
            byte[] wire,
            long count) {
        long sent = 0;
        long received = 0;
        while (received < count) {
            sent += from.write(stream, data, 0, (int) Math.min(data.length, count - sent));
            while (from.hasOutput()) {
                int size = from.takeOutput(wire, 0, wire.length);
                for (ConnectionEvent event : to.receive(wire, 0, size, 0)) {
                    if (event instanceof Received(int theirs, Bytes piece)) {
                        received += piece.size();
                        to.consumed(theirs, piece.size());
                    }
                }
            }
            while (to.hasOutput()) {
                from.receive(wire, 0, to.takeOutput(wire, 0, wire.length), 0);
            }
        }
        assertThat(received).isEqualTo(count);
    }

    @Test
    void another_identity_than_the_dialled_one_is_refused_before_ours_is_shown() {
        ConnectionLimits limits = ConnectionLimits.standard();
        MachinePair pair =
                new MachinePair(
                        ConnectionMachine.dialer(
                                MachinePair.setup(1, limits),
                                Optional.of(MachinePair.identity(3).peerId()),
                                0),
                        ConnectionMachine.listener(MachinePair.setup(2, limits), 0),
                        1);
        pair.run();

        WireFault fault = pair.dialer.only(Closed.class).fault();
        assertThat(fault.kind()).isEqualTo(WireFault.Kind.WRONG_PEER);
        assertThat(fault.text())
                .contains(MachinePair.identity(3).peerId().toString())
                .contains(MachinePair.identity(2).peerId().toString());
        assertThat(pair.listener.events).isEmpty();
    }

    @Test
    void pings_are_answered_with_the_time_between() {
        MachinePair pair = MachinePair.raw(1).run();
        pair.now = 100;
        pair.dialer.machine.ping(100);
        pair.move(pair.dialer, pair.listener);
        pair.now = 130;
        pair.run();

        assertThat(pair.dialer.only(Pong.class).roundTripMillis()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closing_says_go_away(boolean isWebSocket) {
        MachinePair pair = (isWebSocket ? MachinePair.webSocket(1) : MachinePair.raw(1)).run();
        pair.dialer.machine.close();
        pair.run();

        assertThat(pair.dialer.only(Closed.class).fault().kind())
                .isEqualTo(WireFault.Kind.CLOSED_HERE);
        assertThat(pair.listener.only(Closed.class).fault())
                .isEqualTo(
                        new WireFault(WireFault.Kind.WENT_AWAY, "the remote said go-away, normal"));
        assertThat(pair.dialer.machine.open(List.of(ECHO), 0)).isEmpty();
    }

    @Test
    void a_silent_remote_is_left_after_eight_seconds() {
        ConnectionMachine machine =
                ConnectionMachine.listener(
                        MachinePair.setup(2, ConnectionLimits.standard()), 1_000);

        assertThat(machine.nextDeadlineMillis()).hasValue(9_000);
        assertThat(machine.tick(8_999)).isEmpty();
        assertThat(machine.tick(9_000))
                .containsExactly(
                        new Closed(
                                new WireFault(
                                        WireFault.Kind.TIMEOUT,
                                        "waited too long for the first byte")));
        assertThat(machine.tick(9_001)).isEmpty();
    }

    @Test
    void a_substream_that_never_agrees_is_dropped_after_ten_seconds() {
        MachinePair pair = MachinePair.raw(1).run();
        int stream = pair.dialer.machine.open(List.of(ECHO), 0).orElseThrow();
        assertThat(pair.dialer.machine.nextDeadlineMillis()).hasValue(10_000);

        assertThat(pair.dialer.machine.tick(9_999)).isEmpty();
        assertThat(pair.dialer.machine.tick(10_000)).containsExactly(new Reset(stream));
        assertThat(pair.dialer.machine.nextDeadlineMillis()).isEmpty();
    }

    @Test
    void the_end_of_the_wire_closes_once() {
        MachinePair pair = MachinePair.raw(1).run();

        assertThat(pair.dialer.machine.ended("connection reset"))
                .containsExactly(
                        new Closed(new WireFault(WireFault.Kind.WENT_AWAY, "connection reset")));
        assertThat(pair.dialer.machine.ended("again")).isEmpty();
        assertThat(pair.dialer.machine.hasOutput()).isFalse();
    }
}
