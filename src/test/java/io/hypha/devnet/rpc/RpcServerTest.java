package io.hypha.devnet.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RpcServerTest {

    private static final String UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final List<Subscription> ticks = new ArrayList<>();
    private RpcServer server = start();

    private RpcServer start() {
        Methods methods =
                new Methods()
                        .add((params, _) -> params.at(0), "echo")
                        .add(
                                (_, _) -> {
                                    throw new IllegalStateException("a bug");
                                },
                                "broken")
                        .add(
                                (_, session) -> {
                                    Subscription subscription = session.subscribe("tick", "tick");
                                    subscription.send(Json.number(0));
                                    ticks.add(subscription);
                                    return Json.text(subscription.id());
                                },
                                "subscribe")
                        .add(
                                (params, session) ->
                                        Json.flag(session.unsubscribe("tick", params.text(0))),
                                "unsubscribe");
        try {
            return RpcServer.listen("127.0.0.1", 0, methods);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void quiet() {
        ticks.clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answers_over_http() throws Exception {
        String answer =
                post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"echo\",\"params\":[\"τ\"]}", "");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(answer.endsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"τ\"}"), answer);
    }

    @Test
    void answers_a_batch_in_its_order_and_no_notification() throws Exception {
        String answer =
                post(
                        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[1]},"
                                + "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[2]},"
                                + "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"nothing\"}]",
                        "");
        assertTrue(
                answer.endsWith(
                        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1},{\"jsonrpc\":\"2.0\",\"id\":\"c\","
                                + "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}]"),
                answer);
    }

    @Test
    void refuses_a_batch_beyond_its_limit() throws Exception {
        String one = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}";
        String batch = "[" + (one + ",").repeat(Dispatcher.MAX_BATCH) + one + "]";
        assertTrue(post(batch, "").contains("\"code\":-32600"));
        assertTrue(post("[]", "").contains("\"code\":-32600"));
    }

    @Test
    void says_what_is_wrong_with_garbage() throws Exception {
        assertTrue(post("{\"jsonrpc\"", "").contains("\"code\":-32700"));
        assertTrue(post("", "").contains("\"code\":"));
        assertTrue(post("[".repeat(100_000), "").contains("\"code\":-32700"));
        assertTrue(
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"} x", "")
                        .contains("\"code\":-32700"));
        assertTrue(post("7", "").contains("\"code\":-32600"));
        assertTrue(post("{\"id\":1,\"method\":\"echo\"}", "").contains("\"code\":-32600"));
        assertTrue(
                post("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"echo\"}", "")
                        .contains("\"code\":-32600"));
        assertTrue(
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{}}", "")
                        .contains("\"code\":-32602"));
        assertTrue(
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broken\"}", "")
                        .contains("\"code\":-32603"));
    }

    @Test
    void refuses_a_foreign_host() throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}";
        for (String host :
                List.of(
                        "evil.example",
                        "127.0.0.1.evil.example",
                        "localhost.evil.example:" + server.port(),
                        "10.0.0.1",
                        "user@localhost",
                        "localhost/x",
                        "")) {
            assertTrue(raw(request("POST", host, "", body)).startsWith("HTTP/1.1 403"), host);
        }
        for (String host :
                List.of("localhost", "LOCALHOST:1", "127.0.0.1:" + server.port(), "[::1]:9944")) {
            assertTrue(raw(request("POST", host, "", body)).startsWith("HTTP/1.1 200"), host);
        }
        String without =
                "POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n";
        assertTrue(raw(without).startsWith("HTTP/1.1 403"));
    }

    @Test
    void refuses_a_foreign_origin_by_post_and_by_web_socket() throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}";
        for (String origin :
                List.of(
                        "https://evil.example",
                        "null",
                        "http://localhost.evil.example",
                        "file://")) {
            String header = "Origin: " + origin + "\r\n";
            assertTrue(post(body, header).startsWith("HTTP/1.1 403"), origin);
            assertTrue(
                    raw(request("GET", "localhost", UPGRADE + header, ""))
                            .startsWith("HTTP/1.1 403"),
                    origin);
        }
        assertTrue(post(body, "Origin: http://localhost:8080\r\n").startsWith("HTTP/1.1 200"));
        try (Socket socket =
                open(
                        request(
                                "GET",
                                "localhost",
                                UPGRADE + "Origin: http://127.0.0.1:8080\r\n",
                                ""))) {
            assertEquals(
                    "HTTP/1.1 101",
                    new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8));
        }
    }

    @Test
    void takes_json_by_post_only() throws Exception {
        assertTrue(raw(request("GET", "localhost", "", "")).startsWith("HTTP/1.1 405"));
        String form =
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
        assertTrue(raw(form).startsWith("HTTP/1.1 415"));
    }

    @Test
    void refuses_a_body_beyond_its_limit_before_reading_it() throws Exception {
        String head =
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + (1L << 30)
                        + "\r\n\r\n";
        assertTrue(raw(head).startsWith("HTTP/1.1 413"));
    }

    @Test
    void closes_a_web_socket_that_sends_a_huge_frame() throws Exception {
        try (Socket socket = open(request("GET", "localhost", UPGRADE, ""))) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertTrue(head.toString().startsWith("HTTP/1.1 101"), head.toString());
            // Its header alone: of who still sends when it is closed the last words may get lost.
            socket.getOutputStream()
                    .write(
                            ByteBuffer.allocate(14)
                                    .putShort((short) 0x81ff)
                                    .putLong(Json.MAX_REQUEST_BYTES + 1)
                                    .putInt(0)
                                    .array());
            assertEquals(0x88, in.readUnsignedByte());
            assertTrue(in.readUnsignedByte() >= 2, "a close frame with a reason");
            assertEquals(1009, in.readUnsignedShort());
        }
        assertEquals(1, call("echo"));
    }

    @Test
    void tells_a_subscriber_only_after_it_knows_its_id_and_until_it_has_enough() throws Exception {
        try (WebSocketClient client = client()) {
            client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}");
            JsonNode answer = client.message();
            String id = answer.path("result").asString();
            JsonNode first = client.message();
            assertEquals("tick", first.path("method").asString());
            assertEquals(id, first.path("params").path("subscription").asString());
            assertEquals(0, first.path("params").path("result").asInt());
            ticks.getFirst().send(Json.number(1));
            assertEquals(1, client.notification().path("result").asInt());
            assertFalse(client.call("unsubscribe", "0123").asBoolean());
            assertTrue(client.call("unsubscribe", id).asBoolean());
            assertFalse(client.call("unsubscribe", id).asBoolean());
            ticks.getFirst().send(Json.number(2));
            assertEquals(5, client.call("echo", 5).asInt());
        }
    }

    @Test
    void ends_the_subscriptions_of_a_connection_that_goes() throws Exception {
        java.util.concurrent.CountDownLatch ended = new java.util.concurrent.CountDownLatch(1);
        try (WebSocketClient client = client()) {
            client.call("subscribe");
            ticks.getFirst().onEnd(ended::countDown);
        }
        assertTrue(ended.await(60, java.util.concurrent.TimeUnit.SECONDS));
    }

    @Test
    void has_no_subscriptions_over_http() throws Exception {
        assertTrue(
                post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}", "")
                        .contains("WebSocket"));
    }

    @Test
    void says_which_port_is_taken() {
        IOException taken =
                assertThrows(
                        IOException.class,
                        () -> RpcServer.listen("127.0.0.1", server.port(), new Methods()));
        assertTrue(
                String.valueOf(taken.getMessage()).contains("port " + server.port()),
                taken.getMessage());
    }

    private int call(String method) throws Exception {
        try (WebSocketClient client = client()) {
            return client.call(method, 1).asInt();
        }
    }

    private WebSocketClient client() {
        return new WebSocketClient(URI.create("ws://127.0.0.1:" + server.port()));
    }

    private String post(String body, String headers) throws IOException {
        return raw(request("POST", "127.0.0.1:" + server.port(), headers, body));
    }

    private static String request(String method, String host, String headers, String body) {
        return method
                + " / HTTP/1.1\r\nHost: "
                + host
                + "\r\nContent-Type: application/json\r\n"
                + headers
                + (headers.contains("Upgrade") ? "" : "Connection: close\r\n")
                + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    private Socket open(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Everything that the server says until it closes. */
    private String raw(String request) throws IOException {
        try (Socket socket = open(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
