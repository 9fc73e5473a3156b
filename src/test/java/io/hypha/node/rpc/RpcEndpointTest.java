package io.hypha.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.FreePorts;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.rpc.LoopbackServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RpcEndpointTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RpcLimits QUICK =
            new RpcLimits(
                    1 << 20,
                    Duration.ofMinutes(1),
                    Duration.ofMillis(400),
                    Duration.ofMillis(1),
                    Duration.ofMillis(5));
    private static final RpcLimits PATIENT =
            new RpcLimits(
                    1 << 20,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(1),
                    Duration.ofMillis(5));

    /**
     * For breaks: the JDK's client says nothing of an end that comes while it hands on a message,
     * so that the next request waits for as long as it may.
     */
    private static final RpcLimits WATCHFUL =
            new RpcLimits(
                    1 << 20,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(1),
                    Duration.ofMillis(5));

    private static final Hash256 HASH = Hash256.fromHex("0x" + "ab".repeat(32));

    private static RpcEndpoint to(LoopbackServer server, boolean webSocket, RpcLimits limits) {
        return RpcEndpoint.at(webSocket ? server.webSocket() : server.http(), limits);
    }

    /** Answers each request, alone or in a batch, with a result of the caller's choice. */
    private static Function<String, Reply> results(Function<JsonNode, String> result) {
        return text -> {
            JsonNode node = JSON.readTree(text);
            if (node.isArray()) {
                // Out of order on purpose.
                StringBuilder all = new StringBuilder();
                for (JsonNode each : node) {
                    all.insert(0, (all.isEmpty() ? "" : ",")).insert(0, answer(each, result));
                }
                return Reply.text("[" + all + "]");
            }
            return Reply.text(answer(node, result));
        };
    }

    private static String answer(JsonNode request, Function<JsonNode, String> result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + request.path("id")
                + ",\"result\":"
                + result.apply(request)
                + "}";
    }

    private static RpcFault fault(RpcAnswer<?> answer) {
        return answer instanceof RpcAnswer.Failed<?>(RpcFault fault)
                ? fault
                : new RpcFault.Unreachable("an answer");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void many_requests_at_once_get_their_own_answers(boolean webSocket) {
        Function<JsonNode, String> hash =
                request -> String.format("\"0x%064x\"", request.path("params").get(0).longValue());
        try (LoopbackServer server = new LoopbackServer(results(hash));
                RpcEndpoint endpoint = to(server, webSocket, PATIENT)) {
            List<Long> numbers = java.util.stream.LongStream.range(0, 200).boxed().toList();
            List<RpcAnswer<Optional<Hash256>>> answers = endpoint.blockHashes(numbers);
            for (int i = 0; i < 200; i++) {
                Hash256 expected = Hash256.fromHex(String.format("%064x", i));
                assertEquals(RpcAnswer.got(Optional.of(expected)), answers.get(i));
            }
            assertTrue(endpoint.latency().isPresent());
            assertTrue(endpoint.bytesReceived() > 200 * 64);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cuts_an_answer_of_one_gigabyte_off_at_the_bound(boolean webSocket) {
        try (LoopbackServer server = new LoopbackServer(_ -> new Reply.Endless(1L << 30));
                RpcEndpoint endpoint = to(server, webSocket, PATIENT)) {
            assertEquals(new RpcFault.TooLarge(1 << 20), fault(endpoint.metadata(HASH)));
            assertTrue(server.sentBytes.get() < 64 << 20, "sent " + server.sentBytes.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void says_that_nothing_came(boolean webSocket) {
        try (LoopbackServer server = new LoopbackServer(_ -> new Reply.Silence());
                RpcEndpoint endpoint = to(server, webSocket, QUICK)) {
            assertInstanceOf(RpcFault.Timeout.class, fault(endpoint.finalizedHead()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void garbage_is_no_answer(boolean webSocket) {
        for (String garbage : List.of("<html>", "", "[1,2", "\u0000\u0001", "{\"id\":1}{", "nul")) {
            try (LoopbackServer server = new LoopbackServer(_ -> Reply.text(garbage));
                    RpcEndpoint endpoint = to(server, webSocket, PATIENT)) {
                assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.finalizedHead()), garbage);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_keeps_code_message_and_data(boolean webSocket) {
        Function<String, Reply> refuse =
                text ->
                        Reply.text(
                                "{\"jsonrpc\":\"2.0\",\"id\":"
                                        + JSON.readTree(text).path("id")
                                        + ",\"error\":{\"code\":1010,\"message\":\"Invalid Transaction\",\"data\":\"Inability to pay\"}}");
        try (LoopbackServer server = new LoopbackServer(refuse);
                RpcEndpoint endpoint = to(server, webSocket, PATIENT)) {
            assertEquals(
                    new RpcFault.RpcError(1010, "Invalid Transaction", "Inability to pay"),
                    fault(endpoint.submit(Bytes.ofInts(1, 2))));
        }
    }

    @Test
    void a_result_of_another_form_is_garbage() {
        for (String result :
                List.of(
                        "7",
                        "{}",
                        "[]",
                        "\"0x12\"",
                        "\"zz\"",
                        "true",
                        "\"0x" + "ab".repeat(33) + "\"")) {
            try (LoopbackServer server = new LoopbackServer(results(_ -> result));
                    RpcEndpoint endpoint = to(server, true, PATIENT)) {
                assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.finalizedHead()), result);
                assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.header(HASH)), result);
                assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.block(HASH)), result);
                assertInstanceOf(
                        RpcFault.Garbage.class, fault(endpoint.readProof(List.of(), HASH)), result);
                assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.methods()), result);
                assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.health()), result);
            }
        }
    }

    @Test
    void refuses_a_message_of_more_values_than_memory_should_hold() {
        String numbers = "[" + "1,".repeat(1_000_001) + "1]";
        RpcLimits wide =
                new RpcLimits(
                        32 << 20,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5));
        try (LoopbackServer server = new LoopbackServer(results(_ -> numbers));
                RpcEndpoint endpoint = to(server, true, wide)) {
            assertInstanceOf(RpcFault.Garbage.class, fault(endpoint.methods()));
        }
    }

    @Test
    void connects_again_after_the_connection_broke() {
        Function<JsonNode, String> hash = _ -> "\"" + HASH.toHex() + "\"";
        try (LoopbackServer server = new LoopbackServer(results(hash));
                RpcEndpoint endpoint = to(server, true, WATCHFUL)) {
            assertEquals(RpcAnswer.got(HASH), endpoint.finalizedHead());
            server.cutConnections();
            RpcAnswer<Hash256> answer = endpoint.finalizedHead();
            for (int i = 0; i < 1_000 && !answer.equals(RpcAnswer.got(HASH)); i++) {
                // A break that the socket does not tell of is noticed by the silence.
                assertTrue(
                        fault(answer) instanceof RpcFault.Unreachable
                                || fault(answer) instanceof RpcFault.Timeout,
                        answer.toString());
                Thread.onSpinWait();
                answer = endpoint.finalizedHead();
            }
            assertEquals(RpcAnswer.got(HASH), answer);
            assertEquals(2, server.connections.get());
        }
    }

    @Test
    void a_port_where_nobody_listens_is_unreachable() throws IOException {
        int port = FreePorts.next();
        for (String scheme : List.of("ws", "http")) {
            try (RpcEndpoint endpoint =
                    RpcEndpoint.at(URI.create(scheme + "://127.0.0.1:" + port), PATIENT)) {
                assertInstanceOf(RpcFault.Unreachable.class, fault(endpoint.finalizedHead()));
            }
        }
    }

    @Test
    void an_http_status_other_than_200_is_unreachable() {
        try (LoopbackServer server = new LoopbackServer(_ -> new Reply.Status(502));
                RpcEndpoint endpoint = to(server, false, PATIENT)) {
            assertEquals(
                    new RpcFault.Unreachable("HTTP status 502"), fault(endpoint.finalizedHead()));
        }
    }

    @Test
    void a_subscription_feeds_what_comes_in_order_and_skips_what_is_no_hex()
            throws InterruptedException {
        BlockingQueue<Bytes> got = new LinkedBlockingQueue<>();
        Function<String, Reply> push =
                text -> {
                    JsonNode request = JSON.readTree(text);
                    return request.path("method")
                                    .asString()
                                    .equals("grandpa_subscribeJustifications")
                            ? Reply.text(
                                    answer(request, _ -> "\"Ab1\""),
                                    note("0x01"),
                                    note("zz"),
                                    note("0x02"))
                            : Reply.text(answer(request, _ -> "null"));
                };
        try (LoopbackServer server = new LoopbackServer(push);
                RpcEndpoint endpoint = to(server, true, WATCHFUL)) {
            var subscription = endpoint.onJustification(got::add).toOptional().orElseThrow();
            assertEquals(Bytes.ofInts(1), got.poll(60, TimeUnit.SECONDS));
            assertEquals(Bytes.ofInts(2), got.poll(60, TimeUnit.SECONDS));
            assertTrue(subscription.open());
            server.cutConnections();
            for (int i = 0; i < 100_000 && subscription.open(); i++) {
                endpoint.finalizedHead();
            }
            assertTrue(!subscription.open());
        }
    }

    private static String note(String result) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"grandpa_justifications\",\"params\":{\"subscription\":\"Ab1\","
                + "\"result\":\""
                + result
                + "\"}}";
    }

    @Test
    void takes_only_addresses_it_can_speak_to() {
        for (String address : List.of("ftp://a", "a:9944", "ws:///x", "/path", "wss:")) {
            assertThrows(
                    RuntimeException.class,
                    () -> RpcEndpoint.at(URI.create(address), QUICK),
                    address);
        }
        RpcEndpoint.at(URI.create("wss://entrypoint-finney.opentensor.ai:443"), QUICK).close();
    }
}
