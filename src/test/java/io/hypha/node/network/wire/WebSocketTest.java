package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hypha.node.network.wire.WireFault.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {

    /** The request of RFC 6455 §1.3, as a browser sends it. */
    private static final String REQUEST =
            "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
                    + "Connection: keep-alive, Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Origin: http://example.com\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                    + "Sec-WebSocket-Version: 13\r\n\r\n";

    private static final String RESPONSE =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static WebSocketUpgrade client() {
        return WebSocketUpgrade.client(ascii("the sample nonce"));
    }

    private static int feed(WebSocketUpgrade upgrade, String text, ByteFifo output)
            throws WireException {
        byte[] bytes = ascii(text);
        return upgrade.receive(bytes, 0, bytes.length, output);
    }

    @Test
    void the_server_answers_the_example_of_the_standard() throws WireException {
        ByteFifo output = new ByteFifo();

        assertThat(feed(WebSocketUpgrade.server(), REQUEST + "next", output))
                .isEqualTo(REQUEST.length());
        assertThat(new String(output.takeAll(), StandardCharsets.US_ASCII)).isEqualTo(RESPONSE);
    }

    @Test
    void the_client_accepts_the_answer_to_its_key_also_in_pieces() throws WireException {
        WebSocketUpgrade client = client();
        assertThat(new String(client.request("h:1"), StandardCharsets.US_ASCII))
                .contains("\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                .startsWith("GET / HTTP/1.1\r\nHost: h:1\r\n")
                .endsWith("\r\n\r\n");
        for (int i = 0; i < RESPONSE.length() - 1; i++) {
            assertThat(feed(client, RESPONSE.substring(i, i + 1), new ByteFifo())).isEqualTo(-1);
        }
        assertThat(feed(client, "\n", new ByteFifo())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "101, 200",
        "HTTP/1.1, HTTP/2",
        "websocket, h2c",
        "Connection: Upgrade, Connection: close",
        "s3pP, S3pP",
        "Upgrade: websocket, Xupgrade: websocket",
        "Upgrade: websocket, Sec-WebSocket-Extensions: x",
        "Upgrade: websocket, nonsense"
    })
    void the_client_refuses_another_answer(String good, String bad) {
        WireException thrown =
                catchThrowableOfType(
                        WireException.class,
                        () -> feed(client(), RESPONSE.replace(good, bad), new ByteFifo()));

        assertThat(thrown.fault().kind()).isEqualTo(Kind.FOREIGN);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, POST",
        "HTTP/1.1, HTTP/1.0",
        "GET /chat, GET  /chat",
        "websocket, h2c",
        "'keep-alive, Upgrade', keep-alive",
        "Version: 13, Version: 8",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25j",
        "Origin:, Origin"
    })
    void the_server_refuses_another_request_with_400(String good, String bad) {
        ByteFifo output = new ByteFifo();
        WireException thrown =
                catchThrowableOfType(
                        WireException.class,
                        () -> feed(WebSocketUpgrade.server(), REQUEST.replace(good, bad), output));

        assertThat(thrown.fault().kind()).isEqualTo(Kind.FOREIGN);
        assertThat(new String(output.takeAll(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void a_head_without_end_is_cut_off() {
        assertThatThrownBy(() ->
                        feed(
                                WebSocketUpgrade.server(),
                                "GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(2_000),
                                new ByteFifo()))
                .hasMessageContaining("more than 8192 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX: y", "ä"})
    void a_host_cannot_leave_its_line(String host) {
        assertThatThrownBy(() -> client().request(host))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String joined(WebSocketFrames frames, String hex) throws WireException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = HexFormat.of().parseHex(hex);
        frames.receive(bytes, 0, bytes.length, out::write);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static WebSocketFrames server() {
        return new WebSocketFrames(false, 4);
    }

    private static WebSocketFrames clientFrames() {
        return new WebSocketFrames(true, 4);
    }

    /** The examples of RFC 6455 §5.7, with binary instead of text. */
    @Test
    void joins_frames_and_fragments_to_one_stream() throws WireException {
        assertThat(joined(server(), "828537fa213d7f9f4d5158")).isEqualTo("48656c6c6f");
        assertThat(joined(clientFrames(), "820548656c6c6f")).isEqualTo("48656c6c6f");
        assertThat(joined(clientFrames(), "020348656c" + "8900" + "80026c6f"))
                .isEqualTo("48656c6c6f");
        assertThat(joined(clientFrames(), "8a0548656c6c6f")).isEmpty();
        assertThat(joined(clientFrames(), "827e0100" + "01".repeat(256))).hasSize(512);
    }

    @Test
    void unmasks_over_any_cut() throws WireException {
        for (int cut = 0; cut <= 22; cut++) {
            WebSocketFrames frames = server();
            String hex = "828537fa213d7f9f4d5158" + "828537fa213d7f9f4d5158";
            assertThat(
                            joined(frames, hex.substring(0, 2 * cut))
                                    + joined(frames, hex.substring(2 * cut)))
                    .isEqualTo("48656c6c6f48656c6c6f");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "820548656c6c6f, PROTOCOL_VIOLATION", // no mask
        "818100000000aa, PROTOCOL_VIOLATION", // text
        "838100000000aa, PROTOCOL_VIOLATION",
        "8b8100000000aa, PROTOCOL_VIOLATION",
        "c28100000000aa, PROTOCOL_VIOLATION", // reserved bits
        "a28100000000aa, PROTOCOL_VIOLATION",
        "928100000000aa, PROTOCOL_VIOLATION",
        "808100000000aa, PROTOCOL_VIOLATION", // continuation of nothing
        "028100000000aa828100000000aa, PROTOCOL_VIOLATION",
        "098000000000, PROTOCOL_VIOLATION", // control in fragments
        "89fe007e00000000, PROTOCOL_VIOLATION", // long control
        "82fe007d00000000, PROTOCOL_VIOLATION", // not the shortest form
        "82ff000000000000ffff00000000, PROTOCOL_VIOLATION",
        "82ff000000008000000000000000, PROTOCOL_VIOLATION", // 2^31
        "82ff800000000000000000000000, PROTOCOL_VIOLATION",
        "82ffffffffffffffffff00000000, PROTOCOL_VIOLATION",
        "82ff000000000100000100000000, PROTOCOL_VIOLATION", // 16 MiB and one
        "888000000000, WENT_AWAY",
        "88820000000003e8, WENT_AWAY",
        "888100000000aa, WENT_AWAY"
    })
    void tells_a_breach(String hex, Kind kind) throws Exception {
        long allocated =
                Allocation.of(() -> {
                    WireException thrown =
                            catchThrowableOfType(WireException.class, () -> joined(server(), hex));
                    assertThat(thrown).as(hex).isNotNull();
                    assertThat(thrown.fault().kind()).isEqualTo(kind);
                });
        assertThat(allocated).isLessThan(4_000_000);
    }

    @Test
    void a_client_takes_no_masked_frame() {
        assertThatThrownBy(() -> joined(clientFrames(), "828100000000aa"))
                .hasMessageContaining("masked frame from a server");
    }

    @Test
    void pings_are_answered_with_their_bytes_up_to_the_limit() throws WireException {
        WebSocketFrames frames = server();
        joined(frames, "898500000000" + "48656c6c6f");
        assertThat(frames.hasPong()).isTrue();
        byte[] out = new byte[200];
        assertThat(frames.writePong(out, 0, 0)).isEqualTo(7);
        assertThat(HexFormat.of().formatHex(out, 0, 7)).isEqualTo("8a0548656c6c6f");
        assertThat(frames.hasPong()).isFalse();
        assertThatThrownBy(() -> joined(frames, "898000000000".repeat(5)))
                .hasMessageContaining("more than 4 pings");
    }

    @Test
    void empty_frames_without_end_are_a_flood() {
        assertThatThrownBy(() -> joined(clientFrames(), "8200".repeat(65)))
                .hasMessageContaining("empty frames");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 65_535, 65_536, 100_000})
    void what_one_side_frames_the_other_reads(int size) throws WireException {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        for (boolean isClient : new boolean[] {true, false}) {
            byte[] out = new byte[WebSocketFrames.MAX_HEADER + size];
            System.arraycopy(data, 0, out, WebSocketFrames.MAX_HEADER, size);
            int start =
                    new WebSocketFrames(isClient, 4)
                            .frameBinary(out, WebSocketFrames.MAX_HEADER, size, 0x12345678);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            new WebSocketFrames(!isClient, 4).receive(out, start, out.length - start, read::write);
            assertThat(Arrays.equals(read.toByteArray(), data)).isTrue();
        }
    }

    @Test
    void mutated_frames_end_in_a_fault_or_in_bytes() {
        mutateFrames(100_000);
    }

    @Test
    void mutated_upgrades_end_in_a_fault_or_an_upgrade() {
        mutateUpgrades(30_000);
    }

    @Test
    @Tag("long")
    void a_million_mutated_frames_and_upgrades() {
        mutateFrames(1_000_000);
        mutateUpgrades(1_000_000);
    }

    private static void mutateFrames(int count) {
        Random random = new Random(11);
        byte[] seed =
                HexFormat.of()
                        .parseHex(
                                "828537fa213d7f9f4d5158"
                                        + "0283000000000102030"
                                        + "0"
                                        + "898100000000aa"
                                        + "808100000000bb"
                                        + "82fe007e00000000"
                                        + "00".repeat(126));
        int faults = 0;
        byte[] out = new byte[1_000];
        for (int i = 0; i < count; i++) {
            byte[] bytes = Mutations.of(seed, random);
            WebSocketFrames frames = server();
            try {
                frames.receive(bytes, 0, bytes.length, (b, o, l) -> assertThat(l).isPositive());
            } catch (WireException e) {
                assertThat(e.fault().text()).isNotEmpty();
                faults++;
            }
            while (frames.hasPong()) {
                assertThat(frames.writePong(out, 0, 0)).isBetween(2, 127);
            }
        }
        assertThat(faults).isBetween(count / 10, count - 1);
    }

    private static void mutateUpgrades(int count) {
        Random random = new Random(13);
        int faults = 0;
        for (int i = 0; i < count; i++) {
            boolean isClient = random.nextBoolean();
            byte[] bytes = Mutations.of(ascii(isClient ? RESPONSE : REQUEST), random);
            WebSocketUpgrade upgrade = isClient ? client() : WebSocketUpgrade.server();
            try {
                assertThat(upgrade.receive(bytes, 0, bytes.length, new ByteFifo()))
                        .isBetween(-1, bytes.length);
            } catch (WireException e) {
                assertThat(e.fault().kind()).isEqualTo(Kind.FOREIGN);
                faults++;
            }
        }
        assertThat(faults).isBetween(count / 10, count - 1);
    }
}
