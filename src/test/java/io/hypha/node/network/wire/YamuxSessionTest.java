package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hypha.node.network.wire.WireFault.Kind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamuxSessionTest {

    /** Events as text, and the application's answer to them. */
    private static final class Recorder implements YamuxEvents {
        final List<String> events = new ArrayList<>();

        @Override
        public void inbound(int stream) {
            events.add("inbound " + stream);
        }

        @Override
        public void data(int stream, byte[] bytes, int offset, int length) {
            events.add(
                    "data "
                            + stream
                            + " "
                            + HexFormat.of().formatHex(bytes, offset, offset + length));
        }

        @Override
        public void finished(int stream) {
            events.add("finished " + stream);
        }

        @Override
        public void reset(int stream) {
            events.add("reset " + stream);
        }

        @Override
        public void writable(int stream) {
            events.add("writable " + stream);
        }

        @Override
        public void pong() {
            events.add("pong");
        }
    }

    private final Recorder recorder = new Recorder();

    /** A listener: the remote opens odd numbers. */
    private final YamuxSession session =
            new YamuxSession(false, ConnectionLimits.standard(), recorder);

    private void receive(String hex) throws WireException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        session.receive(bytes, 0, bytes.length);
    }

    private static String frame(int type, int flags, int stream, int length) {
        byte[] out = new byte[YamuxFrame.HEADER];
        YamuxFrame.write(out, 0, type, flags, stream, length);
        return HexFormat.of().formatHex(out);
    }

    private String output() {
        return output(session);
    }

    private static String output(YamuxSession session) {
        byte[] out = new byte[100_000];
        int size = session.output().write(out, 0, out.length);
        session.afterOutput();
        return HexFormat.of().formatHex(out, 0, size);
    }

    private WireFault fault(String hex) {
        WireException thrown = catchThrowableOfType(WireException.class, () -> receive(hex));
        assertThat(thrown).as(hex).isNotNull();
        return thrown.fault();
    }

    @Test
    void opens_carries_and_closes_a_substream_of_the_remote() throws WireException {
        receive("00 00 0001 00000001 00000003 616263"); // SYN with three bytes
        receive("00 00 0004 00000001 00000001 64"); // the last byte, FIN

        assertThat(recorder.events)
                .containsExactly("inbound 1", "data 1 616263", "data 1 64", "finished 1");
        session.write(1, new byte[] {7}, 0, 1);
        assertThat(output()).isEqualTo("000000020000000100000001" + "07"); // ACK rides along
        session.finish(1);
        assertThat(output()).isEqualTo("000000040000000100000000");
        assertThat(session.isOpen(1)).isFalse();
    }

    @Test
    void opens_a_substream_of_ours_with_its_first_bytes() throws WireException {
        int stream = session.open().orElseThrow();
        assertThat(output()).isEmpty();
        session.write(stream, new byte[] {1, 2}, 0, 2);
        session.finish(stream);

        assertThat(stream).isEqualTo(2);
        // the end in a frame of its own: js-libp2p would lose data beside it
        assertThat(output())
                .isEqualTo("000000010000000200000002" + "0102" + "000000040000000200000000");
        receive("00 01 0002 00000002 00000000"); // ACK on a window frame
        receive("00 00 0004 00000002 00000000");
        assertThat(recorder.events).containsExactly("finished 2");
        assertThat(session.isOpen(stream)).isFalse();
    }

    @Test
    void numbers_substreams_odd_for_the_dialer_and_even_for_the_listener() {
        YamuxSession dialer = new YamuxSession(true, ConnectionLimits.standard(), recorder);

        assertThat(List.of(dialer.open().orElseThrow(), dialer.open().orElseThrow()))
                .containsExactly(1, 3);
        assertThat(List.of(session.open().orElseThrow(), session.open().orElseThrow()))
                .containsExactly(2, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "010000010000000100000000, PROTOCOL_VIOLATION", // version
        "ff0000010000000100000000, PROTOCOL_VIOLATION",
        "000400010000000100000000, PROTOCOL_VIOLATION", // type
        "008000010000000100000000, PROTOCOL_VIOLATION",
        "000000110000000100000000, PROTOCOL_VIOLATION", // flag
        "000080010000000100000000, PROTOCOL_VIOLATION",
        "000000010000000000000000, PROTOCOL_VIOLATION", // data on the session
        "000100000000000000000001, PROTOCOL_VIOLATION",
        "000200010000000100000000, PROTOCOL_VIOLATION", // ping and go-away on a substream
        "000300000000000100000000, PROTOCOL_VIOLATION",
        "000200000000000000000000, PROTOCOL_VIOLATION", // ping neither asks nor answers
        "000200030000000000000000, PROTOCOL_VIOLATION",
        "000000010000000200000000, PROTOCOL_VIOLATION", // SYN with a number of ours
        "000000000000000200000000, PROTOCOL_VIOLATION", // a number of ours never opened
        "000100080000000400000000, PROTOCOL_VIOLATION",
        "000300000000000000000003, PROTOCOL_VIOLATION", // unknown code
        "000300000000000000000000, WENT_AWAY",
        "000300000000000000000001, WENT_AWAY",
        "000300000000000000000002, WENT_AWAY",
        "000000010000000100040001, WINDOW_ABUSE", // one byte more than the window
        "000000010000000180000000, WINDOW_ABUSE", // 2^31
        "0000000100000001ffffffff, WINDOW_ABUSE",
        "000000000000000100000001, WINDOW_ABUSE", // data on what was never opened
        "0001000100000001fffc0000, WINDOW_ABUSE" // a window of 2^32
    })
    void tells_a_breach_by_the_header_alone(String hex, Kind kind) {
        assertThat(fault(hex).kind()).isEqualTo(kind);
    }

    @Test
    void a_second_syn_is_a_breach() throws WireException {
        receive(frame(0, YamuxFrame.SYN, 1, 0));

        assertThat(fault(frame(0, YamuxFrame.SYN, 1, 0)).text()).contains("which is open");
    }

    @Test
    void data_after_fin_is_a_breach() throws WireException {
        receive(frame(0, YamuxFrame.SYN | YamuxFrame.FIN, 1, 0));

        assertThat(fault(frame(0, 0, 1, 1)).text()).contains("after FIN");
    }

    @Test
    void the_widest_window_is_allowed_and_one_more_is_not() throws WireException {
        receive(frame(YamuxFrame.WINDOW, YamuxFrame.SYN, 1, 0xffff_ffff - 262_144));

        assertThat(fault(frame(YamuxFrame.WINDOW, 0, 1, 1)).kind()).isEqualTo(Kind.WINDOW_ABUSE);
    }

    @Test
    void a_window_is_used_to_its_last_byte_and_given_back_when_half_is_taken()
            throws WireException {
        receive(frame(0, YamuxFrame.SYN, 1, 262_144));
        session.receive(new byte[262_144], 0, 262_144);
        assertThat(fault(frame(0, 0, 1, 1)).kind()).isEqualTo(Kind.WINDOW_ABUSE);

        session.consumed(1, 131_071);
        assertThat(output()).isEmpty();
        session.consumed(1, 1);
        assertThat(output()).isEqualTo("00010002" + "00000001" + "00020000");
        // more than was received gives no more
        session.consumed(1, 1_000_000);
        assertThat(output()).isEqualTo("00010000" + "00000001" + "00020000");
        receive(frame(0, 0, 1, 262_144));
    }

    @Test
    void a_larger_window_is_announced_and_allowed() throws WireException {
        ConnectionLimits limits = new ConnectionLimits(8_000, 10_000, 2, 2, 1 << 20, 1 << 20, 4, 4);
        YamuxSession wide = new YamuxSession(false, limits, recorder);
        byte[] syn = HexFormat.of().parseHex(frame(0, YamuxFrame.SYN, 1, 0));
        wide.receive(syn, 0, syn.length);
        wide.write(1, new byte[1], 0, 1);

        assertThat(output(wide)).startsWith("00010002" + "00000001" + "000c0000");
        byte[] much = HexFormat.of().parseHex(frame(0, 0, 1, 1 << 20));
        assertThatCode(() -> wide.receive(much, 0, much.length)).doesNotThrowAnyException();
    }

    @Test
    void a_claim_of_two_gigabytes_costs_no_memory() throws Exception {
        for (String claim :
                List.of(
                        frame(0, YamuxFrame.SYN, 1, 0x8000_0000),
                        frame(0, 0, 1, 0x7fff_ffff),
                        frame(YamuxFrame.WINDOW, YamuxFrame.SYN, 1, 0x7fff_ffff),
                        frame(YamuxFrame.PING, YamuxFrame.SYN, 0, 0x8000_0000))) {
            byte[] bytes = HexFormat.of().parseHex(claim);
            YamuxSession fresh = new YamuxSession(false, ConnectionLimits.standard(), recorder);
            long allocated =
                    Allocation.of(() -> {
                        try {
                            fresh.receive(bytes, 0, bytes.length);
                        } catch (WireException e) {
                            assertThat(e.fault().kind()).isEqualTo(Kind.WINDOW_ABUSE);
                        }
                    });
            assertThat(allocated).as(claim).isLessThan(1_000_000);
        }
    }

    @Test
    void what_was_under_way_to_a_dropped_substream_is_skipped_but_not_more() throws WireException {
        receive(frame(0, YamuxFrame.SYN, 1, 0));
        session.reset(1);
        assertThat(output()).isEqualTo("000100080000000100000000");

        receive(frame(0, 0, 1, 262_144));
        session.receive(new byte[262_144], 0, 262_144);
        receive(frame(YamuxFrame.WINDOW, 0, 1, 5));
        receive(frame(YamuxFrame.WINDOW, YamuxFrame.RST, 1, 0));
        assertThat(recorder.events).containsExactly("inbound 1");
        assertThat(fault(frame(0, 0, 1, 1)).kind()).isEqualTo(Kind.WINDOW_ABUSE);
    }

    @Test
    void a_reset_in_the_middle_of_a_frame_skips_its_rest() throws WireException {
        receive(frame(0, YamuxFrame.SYN, 1, 4) + "0102");
        session.reset(1);
        receive("0304" + frame(0, YamuxFrame.SYN, 3, 1) + "05");

        assertThat(recorder.events)
                .containsExactly("inbound 1", "data 1 0102", "inbound 3", "data 3 05");
    }

    @Test
    void a_reset_of_the_remote_ends_a_substream() throws WireException {
        receive(frame(0, YamuxFrame.SYN, 1, 0) + frame(0, YamuxFrame.RST, 1, 2) + "0102");
        receive(frame(0, YamuxFrame.SYN | YamuxFrame.RST, 3, 0));

        assertThat(recorder.events).containsExactly("inbound 1", "reset 1", "inbound 3", "reset 3");
        assertThat(output()).isEmpty();
    }

    @Test
    void pings_are_answered_up_to_the_limit() throws WireException {
        String ping = frame(YamuxFrame.PING, YamuxFrame.SYN, 0, 0xdead_beef);
        receive(ping.repeat(4));
        assertThat(output()).isEqualTo("0002000200000000deadbeef".repeat(4));
        receive(ping.repeat(4));

        assertThat(fault(ping).kind()).isEqualTo(Kind.FLOOD);
    }

    @Test
    void only_the_pong_that_was_asked_for_counts() throws WireException {
        receive(frame(YamuxFrame.PING, YamuxFrame.ACK, 0, 1));
        assertThat(recorder.events).isEmpty();
        assertThat(session.ping()).isTrue();
        assertThat(session.ping()).isFalse();
        assertThat(output()).isEqualTo("000200010000000000000001");
        receive(frame(YamuxFrame.PING, YamuxFrame.ACK, 0, 2));
        receive(frame(YamuxFrame.PING, YamuxFrame.ACK, 0, 1));
        receive(frame(YamuxFrame.PING, YamuxFrame.ACK, 0, 1));

        assertThat(recorder.events).containsExactly("pong");
    }

    @Test
    void substreams_beyond_the_limit_are_reset_until_it_is_a_flood() throws WireException {
        for (int i = 0; i < 32; i++) {
            receive(frame(0, YamuxFrame.SYN, 2 * i + 1, 0));
        }
        receive(frame(0, YamuxFrame.SYN, 101, 3) + "010203");
        assertThat(recorder.events).hasSize(32);
        assertThat(output()).isEqualTo("000100080000006500000000");
        for (int i = 0; i < 1_024; i++) {
            receive(frame(0, YamuxFrame.SYN, 2 * i + 201, 0));
        }
        assertThat(fault(frame(0, YamuxFrame.SYN, 9_999, 0)).kind()).isEqualTo(Kind.FLOOD);
    }

    @Test
    void substreams_take_turns_in_frames_of_eight_kilobytes() {
        int first = session.open().orElseThrow();
        int second = session.open().orElseThrow();
        session.write(first, new byte[20_000], 0, 20_000);
        session.write(second, new byte[20_000], 0, 20_000);
        byte[] out = new byte[100_000];
        int end = session.output().write(out, 0, out.length);

        List<Integer> order = new ArrayList<>();
        for (int at = 0; at < end; ) {
            int length = YamuxFrame.readInt(out, at + 8);
            assertThat(length + YamuxFrame.HEADER).isLessThanOrEqualTo(8_192);
            order.add(YamuxFrame.readInt(out, at + 4));
            at += YamuxFrame.HEADER + length;
        }
        assertThat(order).containsExactly(2, 4, 2, 4, 2, 4);
    }

    @Test
    void sends_no_byte_beyond_the_remotes_window() throws WireException {
        int stream = session.open().orElseThrow();
        session.write(stream, new byte[300_000], 0, 300_000);
        byte[] out = new byte[400_000];
        int size = session.output().write(out, 0, out.length);
        int frames = (262_144 + 8_179) / 8_180;
        assertThat(size).isEqualTo(262_144 + frames * YamuxFrame.HEADER);
        assertThat(session.output().isEmpty()).isTrue();

        receive(frame(YamuxFrame.WINDOW, 0, stream, 10));
        assertThat(output()).hasSize(2 * (YamuxFrame.HEADER + 10));
    }

    @Test
    void mutated_frames_end_in_a_fault_or_in_events() {
        mutate(100_000);
    }

    @Test
    @Tag("long")
    void a_million_mutated_frames() {
        mutate(1_000_000);
    }

    private static void mutate(int count) {
        Random random = new Random(5);
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        for (String piece :
                List.of(
                        frame(0, YamuxFrame.SYN, 1, 3) + "010203",
                        frame(YamuxFrame.WINDOW, YamuxFrame.SYN, 3, 1_000),
                        frame(YamuxFrame.PING, YamuxFrame.SYN, 0, 7),
                        frame(0, 0, 1, 2) + "0102",
                        frame(YamuxFrame.WINDOW, 0, 2, 1),
                        frame(0, YamuxFrame.FIN, 1, 0),
                        frame(YamuxFrame.WINDOW, YamuxFrame.RST, 3, 0))) {
            seed.writeBytes(HexFormat.of().parseHex(piece));
        }
        int faults = 0;
        byte[] out = new byte[10_000];
        for (int i = 0; i < count; i++) {
            byte[] bytes = Mutations.of(seed.toByteArray(), random);
            Recorder recorder = new Recorder();
            YamuxSession session = new YamuxSession(false, ConnectionLimits.standard(), recorder);
            int ours = session.open().orElseThrow();
            session.write(ours, bytes, 0, bytes.length);
            try {
                int cut = random.nextInt(bytes.length + 1);
                session.receive(bytes, 0, cut);
                session.output().write(out, 0, out.length);
                session.afterOutput();
                session.consumed(1, 2);
                session.receive(bytes, cut, bytes.length - cut);
            } catch (WireException e) {
                assertThat(e.fault().text()).isNotEmpty();
                faults++;
            }
        }
        assertThat(faults).isBetween(count / 10, count - 1);
    }
}
