package io.hypha.node.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded JSON-RPC traffic of the main network. */
class RecordedTrafficTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Answers every request with the same recorded response. */
    private record Playback(JsonNode response) implements RpcTransport {
        @Override
        public List<RpcAnswer<JsonNode>> call(List<RpcRequest> requests) {
            return requests.stream().map(_ -> JsonRpc.result(response)).toList();
        }

        @Override
        public boolean pushes() {
            return false;
        }

        @Override
        public RpcAnswer<Subscription> subscribe(
                RpcRequest request, String unsubscribe, Consumer<JsonNode> notifications) {
            return RpcAnswer.failed(new RpcFault.Unreachable("recorded"));
        }

        @Override
        public long bytesReceived() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static RpcEndpoint playing(JsonNode response) {
        return new RpcEndpoint("recorded", new Playback(response));
    }

    private static ArrayList<JsonNode> headers() {
        ArrayList<JsonNode> all = new ArrayList<>();
        Fixtures.json("rpc/finney-headers.json").path("headers").forEach(all::add);
        return all;
    }

    @Test
    void every_header_is_rebuilt_to_its_bytes_and_its_hash() {
        List<JsonNode> all = headers();
        assertEquals(38, all.size());
        for (JsonNode each : all) {
            JsonNode response = JSON.createObjectNode().set("result", each.path("header"));
            Header header = playing(response).bestHeader().toOptional().orElseThrow();
            assertEquals(each.path("number").longValue(), header.number());
            assertEquals(Fixtures.hex(each.path("scale")), header.encode());
            assertEquals(Hash256.of(Fixtures.hex(each.path("hash"))), header.hash());
        }
    }

    @Test
    void a_header_with_one_digit_changed_has_another_hash_or_is_none() {
        Random random = new Random(7);
        for (JsonNode each : headers()) {
            String text = each.path("header").toString();
            for (int i = 0; i < 50; i++) {
                char[] digits = text.toCharArray();
                int at = random.nextInt(digits.length);
                if (Character.digit(digits[at], 16) < 0) {
                    continue;
                }
                digits[at] = Character.forDigit(Character.digit(digits[at], 16) ^ 1, 16);
                RpcAnswer<JsonNode> parsed =
                        JsonRpc.parse("{\"result\":" + new String(digits) + "}");
                parsed.flatMap(node -> playing(node).bestHeader())
                        .map(header -> {
                            assertTrue(
                                    !header.hash()
                                            .equals(Hash256.of(Fixtures.hex(each.path("hash")))));
                            return header;
                        });
            }
        }
    }

    @Test
    void all_258_recorded_exchanges_parse_and_the_stub_is_an_error() {
        JsonNode scenarios = Fixtures.json("rpc/finney-rpc-recordings.json.gz").path("scenarios");
        int count = 0;
        int errors = 0;
        for (Map.Entry<String, JsonNode> scenario : scenarios.properties()) {
            for (Map.Entry<String, JsonNode> method : scenario.getValue().properties()) {
                for (Map.Entry<String, JsonNode> exchange : method.getValue().properties()) {
                    JsonNode wire =
                            JsonRpc.parse(exchange.getValue().toString())
                                    .toOptional()
                                    .orElseThrow();
                    RpcAnswer<?> answer = ask(method.getKey(), exchange.getKey(), playing(wire));
                    if (answer instanceof RpcAnswer.Failed<?>(RpcFault fault)) {
                        errors++;
                        expectedFault(scenario.getKey(), method.getKey(), fault);
                    }
                    count++;
                }
            }
        }
        assertEquals(258, count);
        assertEquals(2, errors);
    }

    private static void expectedFault(String scenario, String method, RpcFault fault) {
        switch (method) {
            case "chain_getBlock" -> {
                assertEquals("retry_archive", scenario);
                assertInstanceOf(RpcFault.Garbage.class, fault);
            }
            default -> {
                assertEquals("state_getRuntimeVersion", method);
                assertInstanceOf(RpcFault.RpcError.class, fault);
            }
        }
    }

    private static RpcAnswer<?> ask(String method, String params, RpcEndpoint endpoint) {
        return switch (method) {
            case "chain_getHead" -> endpoint.finalizedHead();
            case "chain_getBlockHash" -> endpoint.blockHash(0);
            case "chain_getHeader" -> header(params, endpoint);
            case "chain_getBlock" -> endpoint.block(Hash256.ZERO);
            case "rpc_methods" -> endpoint.methods();
            case "state_getKeysPaged" -> keys(params, endpoint);
            case "state_call" -> endpoint.runtimeCall("recorded", Bytes.EMPTY, Hash256.ZERO);
            case "state_getRuntimeVersion",
                    "state_getStorageAt",
                    "state_queryStorageAt",
                    "system_chain" ->
                    endpoint.call(RpcRequest.of(method));
            default -> throw new AssertionError("a method of which nothing is known: " + method);
        };
    }

    /** Where the hash was asked for, the header that came must hash to it. */
    private static RpcAnswer<?> header(String params, RpcEndpoint endpoint) {
        JsonNode hash = JSON.readTree(params).get(0);
        RpcAnswer<Optional<Header>> answer = endpoint.header(Hash256.ZERO);
        if (hash != null && hash.isString()) {
            answer.map(header -> {
                assertEquals(hash.asString(), header.orElseThrow().hash().toHex());
                return header;
            });
        }
        return answer;
    }

    private static RpcAnswer<?> keys(String params, RpcEndpoint endpoint) {
        Bytes prefix = Fixtures.hex(JSON.readTree(params).get(0));
        return endpoint.keysPaged(prefix, 1_000, Bytes.EMPTY, Hash256.ZERO)
                .map(keys -> {
                    keys.forEach(key -> assertTrue(key.startsWith(prefix)));
                    return keys;
                });
    }

    @Test
    void a_hundred_thousand_damaged_answers_end_in_a_value_or_a_fault() {
        List<JsonNode> all = headers();
        Random random = new Random(11);
        List<String> texts = new ArrayList<>();
        for (JsonNode each : all.subList(0, 5)) {
            texts.add("{\"result\":" + each.path("header") + "}");
            texts.add(
                    "{\"result\":{\"block\":{\"header\":"
                            + each.path("header")
                            + ",\"extrinsics\":[\"0x0401\"]},\"justifications\":[[[70,82,78,75],[1,2,3]]]}}");
        }
        for (int i = 0; i < 100_000; i++) {
            char[] text = texts.get(i % texts.size()).toCharArray();
            for (int flips = 0; flips <= i % 3; flips++) {
                text[random.nextInt(text.length)] = (char) (32 + random.nextInt(96));
            }
            RpcAnswer<JsonNode> parsed = JsonRpc.parse(new String(text));
            parsed.flatMap(node -> playing(node).header(Hash256.ZERO));
            parsed.flatMap(node -> playing(node).block(Hash256.ZERO));
        }
    }
}
