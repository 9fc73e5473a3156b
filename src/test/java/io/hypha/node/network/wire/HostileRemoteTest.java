package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.ConnectionEvent.Closed;
import io.hypha.node.network.wire.ConnectionEvent.Inbound;
import io.hypha.node.network.wire.WireFault.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole connection against a remote that breaks its rules, below and above encryption. */
class HostileRemoteTest {

    private static final String MULTISTREAM = "\u0013/multistream/1.0.0\n";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A remote that shakes hands properly and then sends any plaintext it likes. */
    private static final class Remote {
        final ConnectionMachine machine =
                ConnectionMachine.listener(MachinePair.setup(2, ConnectionLimits.standard()), 0);
        final List<ConnectionEvent> events = new ArrayList<>();
        private final ByteFifo output = new ByteFifo();
        private final SecureChannel channel =
                new SecureChannel(
                        true,
                        MachinePair.identity(1),
                        Optional.empty(),
                        ascii("s".repeat(32)),
                        ascii("e".repeat(32)),
                        output);

        Remote() throws WireException {
            send(ascii(MULTISTREAM + "\u0007/noise\n"));
            byte[] answer = machine.takeOutput().toArray();
            assertThat(answer).isEqualTo(ascii(MULTISTREAM + "\u0007/noise\n"));
            channel.start();
            send(output.takeAll());
            byte[] second = machine.takeOutput().toArray();
            channel.receive(second, 0, second.length, (b, o, l) -> {});
            send(output.takeAll());
        }

        Remote ready() throws WireException {
            plain(ascii(MULTISTREAM + "\15/yamux/1.0.0\n"));
            assertThat(machine.isReady()).isTrue();
            return this;
        }

        void send(byte[] bytes) {
            events.addAll(machine.receive(bytes, 0, bytes.length, 0));
        }

        void plain(byte[] bytes) throws WireException {
            byte[] out = new byte[bytes.length + 18];
            int size = channel.seal(bytes, 0, bytes.length, out, 0);
            send(Arrays.copyOf(out, size));
        }

        void frame(int type, int flags, int stream, int length, byte... data) throws WireException {
            byte[] out = new byte[YamuxFrame.HEADER + data.length];
            YamuxFrame.write(out, 0, type, flags, stream, length);
            System.arraycopy(data, 0, out, YamuxFrame.HEADER, data.length);
            plain(out);
        }

        WireFault fault() {
            assertThat(events.getLast()).isInstanceOf(Closed.class);
            return ((Closed) events.getLast()).fault();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'POST / HTTP/1.1', FOREIGN",
        "'\u0016\u0003\u0001', FOREIGN", // TLS
        "'GET / HTTP/1.1\r\nHost: x\r\n\r\n', FOREIGN",
        "'SSH-2.0', FOREIGN"
    })
    void another_protocol_on_the_port_is_foreign(String text, Kind kind) {
        ConnectionMachine machine =
                ConnectionMachine.listener(MachinePair.setup(2, ConnectionLimits.standard()), 0);
        byte[] bytes = ascii(text);

        List<ConnectionEvent> events = machine.receive(bytes, 0, bytes.length, 0);
        assertThat(((Closed) events.getFirst()).fault().kind()).isEqualTo(kind);
        assertThat(machine.isClosed()).isTrue();
        assertThat(machine.receive(bytes, 0, bytes.length, 0)).isEmpty();
    }

    @Test
    void a_remote_without_noise_is_foreign() {
        ConnectionMachine machine =
                ConnectionMachine.dialer(
                        MachinePair.setup(1, ConnectionLimits.standard()), Optional.empty(), 0);
        byte[] bytes = ascii(MULTISTREAM + "\u0003na\n");

        assertThat(machine.receive(bytes, 0, bytes.length, 0))
                .containsExactly(
                        new Closed(
                                new WireFault(Kind.FOREIGN, "the remote does not speak /noise")));
    }

    @Test
    void a_node_that_dials_itself_notices() {
        ConnectionLimits limits = ConnectionLimits.standard();
        MachinePair pair =
                new MachinePair(
                        ConnectionMachine.dialer(MachinePair.setup(1, limits), Optional.empty(), 0),
                        ConnectionMachine.listener(MachinePair.setup(1, limits), 0),
                        1);
        pair.run();

        assertThat(pair.dialer.only(Closed.class).fault().text()).contains("this node itself");
    }

    @Test
    void the_proper_remote_of_this_test_is_accepted() throws WireException {
        Remote remote = new Remote().ready();
        remote.frame(0, YamuxFrame.SYN, 1, 29, ascii(MULTISTREAM + "\u0008/echo/1\n"));

        assertThat(remote.events)
                .containsExactly(
                        new ConnectionEvent.Secured(MachinePair.identity(1).peerId()),
                        new Inbound(1, MachinePair.ECHO));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 100})
    void a_changed_byte_under_encryption_is_bad_noise(int position) throws WireException {
        Remote remote = new Remote().ready();
        byte[] out = new byte[150];
        remote.channel.seal(new byte[132], 0, 132, out, 0);
        if (position == 0) {
            out[1]--; // one byte less than was sealed
        } else {
            out[position + 2] ^= 1;
        }
        remote.send(out);

        assertThat(remote.fault().kind()).isEqualTo(Kind.BAD_NOISE);
    }

    @Test
    void a_frame_without_a_tag_is_bad_noise() throws WireException {
        Remote remote = new Remote().ready();
        remote.send(new byte[] {0, 3, 1, 2, 3});

        assertThat(remote.fault().text()).contains("without a tag");
    }

    @Test
    void abuse_of_a_window_closes_with_that_fault_and_a_farewell() throws WireException {
        Remote remote = new Remote().ready();
        remote.frame(0, YamuxFrame.SYN, 1, 262_145);

        assertThat(remote.fault().kind()).isEqualTo(Kind.WINDOW_ABUSE);
        List<byte[]> farewell = new ArrayList<>();
        byte[] bytes = remote.machine.takeOutput().toArray();
        remote.channel.receive(
                bytes, 0, bytes.length, (b, o, l) -> farewell.add(Arrays.copyOfRange(b, o, o + l)));
        assertThat(HexFormat.of().formatHex(farewell.getLast()))
                .endsWith("000300000000000000000001");
        assertThat(remote.machine.hasOutput()).isFalse();
    }

    @Test
    void data_sent_faster_than_it_is_taken_ends_at_the_window() throws WireException {
        Remote remote = new Remote().ready();
        remote.frame(0, YamuxFrame.SYN, 1, 29, ascii(MULTISTREAM + "\u0008/sink/1\n"));
        long received = 29;
        while (!remote.machine.isClosed()) {
            remote.frame(0, 0, 1, 1_000, new byte[1_000]);
            received += 1_000;
        }

        assertThat(remote.fault().kind()).isEqualTo(Kind.WINDOW_ABUSE);
        assertThat(received).isLessThan(262_144 + 1_000 + 29);
    }

    @Test
    void claims_of_two_gigabytes_cost_no_memory_at_any_layer() throws Exception {
        Remote raw = new Remote();
        Remote ready = new Remote().ready();
        ConnectionMachine webSocket =
                ConnectionMachine.listener(MachinePair.setup(2, ConnectionLimits.standard()), 0);
        byte[] request =
                ascii(
                        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertThat(webSocket.receive(request, 0, request.length, 0)).isEmpty();
        byte[] claim = HexFormat.of().parseHex("82ff000000008000000000000000");
        long allocated =
                Allocation.of(() -> {
                    raw.plain(HexFormat.of().parseHex("ffffffff07"));
                    ready.frame(0, YamuxFrame.SYN, 1, 0x8000_0000);
                    webSocket.receive(claim, 0, claim.length, 0);
                });

        assertThat(raw.fault().kind()).isEqualTo(Kind.PROTOCOL_VIOLATION);
        assertThat(ready.fault().kind()).isEqualTo(Kind.WINDOW_ABUSE);
        assertThat(webSocket.isClosed()).isTrue();
        assertThat(allocated).isLessThan(2_000_000);
    }

    @Test
    void a_substream_with_a_broken_negotiation_is_reset_and_the_rest_goes_on()
            throws WireException {
        Remote remote = new Remote().ready();
        remote.frame(0, YamuxFrame.SYN, 1, 4, ascii("junk"));
        remote.frame(0, YamuxFrame.SYN, 3, 29, ascii(MULTISTREAM + "\u0008/echo/1\n"));

        assertThat(remote.events.getLast()).isEqualTo(new Inbound(3, MachinePair.ECHO));
        assertThat(remote.events).hasSize(2);
    }

    @Test
    void substreams_that_say_nothing_are_dropped_after_ten_seconds() throws WireException {
        Remote remote = new Remote().ready();
        for (int i = 0; i < 32; i++) {
            remote.frame(0, YamuxFrame.SYN, 2 * i + 1, 0);
        }
        assertThat(remote.machine.tick(10_000)).isEmpty();
        while (remote.machine.hasOutput()) {
            remote.machine.takeOutput();
        }
        remote.frame(0, YamuxFrame.SYN, 101, 29, ascii(MULTISTREAM + "\u0008/echo/1\n"));

        assertThat(remote.events.getLast()).isEqualTo(new Inbound(101, MachinePair.ECHO));
    }

    @Test
    void mutated_connections_close_or_wait() {
        mutateConnection(100_000);
    }

    @Test
    void mutated_plaintext_closes_or_is_events() throws WireException {
        mutatePlaintext(400);
    }

    @Test
    void mutated_substreams_end_in_a_fault_or_in_events() {
        mutateSubstreams(100_000);
    }

    @Test
    @Tag("long")
    void a_million_mutated_connections() throws WireException {
        mutateConnection(1_000_000);
        mutatePlaintext(50_000);
        mutateSubstreams(1_000_000);
    }

    /** What a dialer sends up to the end of the Noise handshake, raw and over WebSocket. */
    private static byte[] dialled(MachinePair pair) {
        ByteFifo all = new ByteFifo();
        while (pair.dialer.machine.hasOutput()) {
            byte[] bytes = pair.dialer.machine.takeOutput().toArray();
            all.add(bytes);
            pair.listener.machine.receive(bytes, 0, bytes.length, 0);
            while (pair.listener.machine.hasOutput()) {
                byte[] answer = pair.listener.machine.takeOutput().toArray();
                pair.dialer.machine.receive(answer, 0, answer.length, 0);
            }
        }
        assertThat(pair.dialer.machine.isReady()).isTrue();
        return all.takeAll();
    }

    private static void mutateConnection(int count) {
        Random random = new Random(19);
        byte[][] seeds = {dialled(MachinePair.raw(1)), dialled(MachinePair.webSocket(1))};
        // up to the negotiation of noise: the cheap part, which most inputs attack
        int[] cheap = {28, 180};
        int closed = 0;
        byte[] out = new byte[70_000];
        for (int i = 0; i < count; i++) {
            ConnectionMachine machine =
                    ConnectionMachine.listener(
                            MachinePair.setup(2, ConnectionLimits.standard()), 0);
            byte[] seed = seeds[i & 1];
            byte[] bad =
                    Mutations.of(i % 200 < 2 ? seed : Arrays.copyOf(seed, cheap[i & 1]), random);
            machine.receive(bad, 0, bad.length, 0);
            while (machine.hasOutput()) {
                assertThat(machine.takeOutput(out, 0, out.length)).isPositive();
            }
            closed += machine.isClosed() ? 1 : 0;
        }
        assertThat(closed).isBetween(count / 10, count - 1);
    }

    private static byte[] plaintext() {
        byte[] syn = new byte[YamuxFrame.HEADER];
        YamuxFrame.write(syn, 0, YamuxFrame.DATA, YamuxFrame.SYN, 1, 29);
        byte[] data = new byte[YamuxFrame.HEADER];
        YamuxFrame.write(data, 0, YamuxFrame.DATA, YamuxFrame.FIN, 1, 5);
        return Bytes.concat(
                        Bytes.of(syn),
                        Bytes.of(ascii(MULTISTREAM + "\u0008/echo/1\n")),
                        Bytes.of(data),
                        Bytes.of(ascii("hello")))
                .toArray();
    }

    private static void mutatePlaintext(int count) throws WireException {
        Random random = new Random(23);
        byte[] out = new byte[70_000];
        int closed = 0;
        for (int i = 0; i < count; i++) {
            Remote remote = new Remote().ready();
            remote.plain(Mutations.of(plaintext(), random));
            while (remote.machine.hasOutput()) {
                assertThat(remote.machine.takeOutput(out, 0, out.length)).isPositive();
            }
            closed += remote.machine.isClosed() ? 1 : 0;
        }
        assertThat(closed).isBetween(count / 10, count - 1);
    }

    private static void mutateSubstreams(int count) {
        Random random = new Random(29);
        byte[] out = new byte[10_000];
        int faults = 0;
        for (int i = 0; i < count; i++) {
            List<ConnectionEvent> events = new ArrayList<>();
            Substreams substreams =
                    new Substreams(
                            false,
                            ConnectionLimits.standard(),
                            name -> name.equals(MachinePair.ECHO),
                            events);
            int ours = substreams.open(List.of("/a", "/b"), 0).orElseThrow();
            substreams.write(ours, out, 0, 100);
            try {
                for (int round = 0; round < 2; round++) {
                    byte[] bad = Mutations.of(plaintext(), random);
                    substreams.receive(bad, 0, bad.length, 0);
                    substreams.output().write(out, 0, out.length);
                    substreams.afterOutput();
                    if (round == 0 && random.nextBoolean()) {
                        substreams.drop(1);
                    }
                }
                substreams.tick(20_000);
            } catch (WireException e) {
                assertThat(e.fault().text()).isNotEmpty();
                faults++;
            }
        }
        assertThat(faults).isBetween(count / 10, count - 1);
    }
}
