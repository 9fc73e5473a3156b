package io.hypha.devnet.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DispatcherTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MUTATIONS = 100_000;

    private static final List<String> REQUESTS =
            List.of(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"all\",\"params\":[\"0x00ff\",\"0x"
                            + "ab".repeat(32)
                            + "\",17,[\"0x01\",\"0x02\"],true,"
                            + "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"]}",
                    "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"all\",\"params\":[]},"
                            + "{\"jsonrpc\":\"2.0\",\"method\":\"all\"}]",
                    "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"none\"}");

    private int called;

    private final Dispatcher dispatcher =
            new Dispatcher(new Methods().add(this::readEverything, "all"));

    /** Takes each kind of parameter that methods take. */
    private JsonNode readEverything(Params params, Session session) {
        called++;
        params.hex(0);
        params.optionalHash(1);
        params.number(2, 1000);
        params.hexList(3, 4);
        params.flag(4);
        params.account(5);
        return Json.text("done");
    }

    @Test
    void answers_a_request_with_every_kind_of_parameter() {
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"done\"}",
                new String(
                        answer(REQUESTS.getFirst().getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                        StandardCharsets.UTF_8));
    }

    @Test
    void every_mutated_request_gets_an_answer_or_none_is_due() {
        Random random = new Random(11);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated =
                    mutate(
                            REQUESTS.get(i % REQUESTS.size()).getBytes(StandardCharsets.UTF_8),
                            random);
            answer(mutated).ifPresent(answer -> expectProtocol(JSON.readTree(answer), mutated));
        }
        assertTrue(called > MUTATIONS / 10, "mutations that leave a request whole: " + called);
    }

    private Optional<byte[]> answer(byte[] request) {
        return dispatcher.answer(request, Session.overHttp());
    }

    private static void expectProtocol(JsonNode answer, byte[] request) {
        if (answer.isArray()) {
            answer.forEach(one -> expectProtocol(one, request));
            return;
        }
        String said = new String(request, StandardCharsets.UTF_8) + " → " + answer;
        assertEquals("2.0", answer.path("jsonrpc").asString(), said);
        assertTrue(answer.has("result") != answer.has("error"), said);
        assertTrue(answer.path("error").path("code").asInt() != RpcFailure.INTERNAL_ERROR, said);
    }

    private static byte[] mutate(byte[] request, Random random) {
        byte[] mutated = request.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutated[at] = (byte) "[]{}\",:0x-e9 \\ntf".charAt(random.nextInt(17));
                default -> mutated = without(mutated, at);
            }
        }
        return mutated;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] shorter = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
        return shorter;
    }
}
