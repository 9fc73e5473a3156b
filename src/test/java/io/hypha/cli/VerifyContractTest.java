package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Justification;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The real commands on the contents of the fixtures, put into the contract's input form. */
class VerifyContractTest {

    private static final String FINNEY = "grandpa/bittensor-finney-8867448-set5-rotation.json";

    private static Map<String, Object> finney() {
        JsonNode fixture = Fixtures.json(FINNEY);
        Map<String, Object> input = new HashMap<>();
        input.put("header", fixture.path("headerScale").asString());
        input.put("justification", fixture.path("justification").asString());
        input.put("authorities", fixture.path("authoritiesScale").asString());
        input.put("setId", 5);
        return input;
    }

    private static Map<String, Object> with(Map<String, Object> input, String field, Object value) {
        Map<String, Object> other = new HashMap<>(input);
        other.put(field, value);
        return other;
    }

    private static CommandRun finality(Object input) {
        return CommandRun.withJson(input, "verify", "finality", "-", "--json");
    }

    @Test
    void finality_of_the_finney_rotation() {
        JsonNode expected = Fixtures.json(FINNEY).path("expected");
        JsonNode json = finality(finney()).yes();
        assertThat(json.propertyNames())
                .containsExactly(
                        "verdict",
                        "number",
                        "hash",
                        "round",
                        "weight",
                        "threshold",
                        "voters",
                        "nextAuthorities",
                        "nextDelay",
                        "forced");
        assertThat(json.path("verdict").asString()).isEqualTo("finalized");
        assertThat(json.path("number").asLong()).isEqualTo(8_867_448);
        assertThat(json.path("hash").asString())
                .isEqualTo("0x511948e96e1d479d0a92d89bb976638780f2c65a93a5d5be710f22ee15c60200");
        assertThat(json.path("round").asLong()).isEqualTo(853);
        assertThat(json.path("weight").asLong()).isEqualTo(14);
        assertThat(json.path("threshold").asLong()).isEqualTo(14);
        assertThat(json.path("voters").asLong()).isEqualTo(20);
        assertThat(json.path("forced").asBoolean()).isFalse();
        assertThat(json.path("nextDelay").asLong()).isZero();
        assertThat(json.path("nextAuthorities")).hasSize(20);
        JsonNode first = json.path("nextAuthorities").get(0);
        assertThat(expected.path("scheduledChange").path("nextAuthoritiesScale").asString())
                .startsWith("0x50" + first.get(0).asString().substring(2) + "0100000000000000");
        assertThat(first.get(1).asLong()).isEqualTo(1);
    }

    @Test
    void finality_takes_authorities_as_a_list_and_numbers_as_text() {
        JsonNode next = finality(finney()).yes().path("nextAuthorities");
        assertThat(finality(with(finney(), "setId", "5")).yes().path("weight").asLong())
                .isEqualTo(14);
        finality(with(with(finney(), "setId", 6), "authorities", next)).no("no-supermajority");
    }

    @Test
    void finality_negatives() {
        finality(with(finney(), "setId", 4)).no("bad-signature");
        finality(with(finney(), "setId", 6)).no("bad-signature");
        JsonNode polkadot = Fixtures.json("grandpa/polkadot-302592-set0.json");
        finality(with(finney(), "justification", polkadot.path("justification").asString()))
                .no("wrong-target");
        Justification whole =
                Justification.decode(Bytes.fromHex((String) finney().get("justification")));
        Justification less =
                new Justification(
                        whole.round(),
                        whole.target(),
                        whole.precommits().subList(1, 14),
                        List.of());
        assertThat(
                        finality(with(finney(), "justification", less.encode().toHex()))
                                .no("no-supermajority")
                                .path("weight")
                                .asLong())
                .isEqualTo(13);
        Header other = Header.decode(Fixtures.bytes("grandpa/header-polkadot-512271.scale"));
        Justification unused =
                new Justification(
                        whole.round(), whole.target(), whole.precommits(), List.of(other));
        finality(with(finney(), "justification", unused.encode().toHex())).no("bad-ancestry");
        finality(with(finney(), "justification", "0x00")).no("malformed");
        finality(with(finney(), "header", "0x00")).no("malformed");
        finality(with(finney(), "header", finney().get("header") + "00")).no("malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{}",
                "{\"header\":\"0x00\",\"justification\":\"0x00\",\"authorities\":\"0x00\",\"setId\":1}",
                "{\"header\":\"0x00\",\"justification\":\"0x00\",\"authorities\":[],\"setId\":1}",
                "{\"header\":\"00\",\"justification\":\"0x00\",\"authorities\":[[\"0x\",1]],\"setId\":1}",
                "{\"header\":\"0x0\",\"justification\":\"0x00\",\"authorities\":[],\"setId\":1}",
                "{\"header\":\"0xzz\",\"justification\":\"0x00\",\"authorities\":[],\"setId\":1}",
                "{\"header\":5,\"justification\":\"0x00\",\"authorities\":[],\"setId\":1}",
                "{\"header\":\"0x00\",\"header\":\"0x00\"}",
                "{} {}"
            })
    void finality_refuses_bad_input(String input) {
        String line =
                CommandRun.withInput(
                                input.getBytes(StandardCharsets.UTF_8),
                                "verify",
                                "finality",
                                "-",
                                "--json")
                        .badInput();
        assertThat(line).startsWith("hypha verify finality: -: ").contains("expected", "found");
    }

    @Test
    void finality_refuses_authorities_that_cannot_vote_and_set_ids_that_are_none() {
        String key = "0x" + "11".repeat(32);
        assertThat(finality(with(finney(), "authorities", List.of(List.of(key, 0)))).badInput())
                .contains("authorities", "weigh 0");
        assertThat(
                        finality(
                                        with(
                                                finney(),
                                                "authorities",
                                                List.of(
                                                        List.of(key, "18446744073709551615"),
                                                        List.of(key, 1))))
                                .badInput())
                .contains("2^64");
        for (Object setId : List.of(-1, 1.5, "x", "", "18446744073709551616", true, "-1")) {
            assertThat(finality(with(finney(), "setId", setId)).badInput()).contains("setId");
        }
    }

    @TestFactory
    Stream<DynamicTest> header_of_every_recorded_block() {
        List<JsonNode> headers = new ArrayList<>();
        Fixtures.json("rpc/finney-headers.json").path("headers").forEach(headers::add);
        return headers.stream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                "#" + each.path("number"),
                                () -> {
                                    JsonNode json =
                                            CommandRun.of(
                                                            "header",
                                                            "--json",
                                                            each.path("scale").asString())
                                                    .yes();
                                    assertThat(json.propertyNames())
                                            .containsExactly(
                                                    "hash",
                                                    "parentHash",
                                                    "number",
                                                    "stateRoot",
                                                    "extrinsicsRoot",
                                                    "digest");
                                    assertThat(json.path("hash")).isEqualTo(each.path("hash"));
                                    assertThat(json.path("number").asLong())
                                            .isEqualTo(each.path("number").asLong());
                                    for (String root :
                                            List.of("parentHash", "stateRoot", "extrinsicsRoot")) {
                                        assertThat(json.path(root))
                                                .isEqualTo(each.path("header").path(root));
                                    }
                                    JsonNode digest = json.path("digest");
                                    assertThat(digest.get(0).path("kind").asString())
                                            .isEqualTo("preRuntime");
                                    assertThat(digest.get(0).path("engine").asString())
                                            .isEqualTo("aura");
                                    assertThat(
                                                    digest.get(digest.size() - 1)
                                                            .path("kind")
                                                            .asString())
                                            .isEqualTo("seal");
                                }));
    }

    @Test
    void header_that_does_not_decode_is_malformed_and_no_hex_is_bad_input() {
        CommandRun.of("header", "--json", "0x00").no("malformed");
        assertThat(CommandRun.of("header", "--json", "00").badInput())
                .contains("HEX", "expected hex with 0x");
        CommandRun.of("header", "--json").badInput();
        CommandRun.withInput("0x00\n".getBytes(StandardCharsets.UTF_8), "header", "--json", "-")
                .no("malformed");
    }

    @Test
    void warp_proof_across_the_finney_rotation() {
        JsonNode fixture = Fixtures.json(FINNEY);
        String one =
                fixture.path("headerScale").asString().substring(2)
                        + fixture.path("justification").asString().substring(2);
        Map<String, Object> input = new HashMap<>();
        input.put("setId", 5);
        input.put("authorities", fixture.path("authoritiesScale").asString());
        input.put("proof", "0x04" + one + "01");
        JsonNode json = warp(input).yes();
        assertThat(json.propertyNames())
                .containsExactly(
                        "verdict",
                        "finished",
                        "number",
                        "hash",
                        "setId",
                        "authorities",
                        "fragments");
        assertThat(json.path("verdict").asString()).isEqualTo("valid");
        assertThat(json.path("finished").asBoolean()).isTrue();
        assertThat(json.path("number").asLong()).isEqualTo(8_867_448);
        assertThat(json.path("setId").asLong()).isEqualTo(6);
        assertThat(json.path("fragments").asLong()).isEqualTo(1);
        assertThat(json.path("authorities"))
                .isEqualTo(finality(finney()).yes().path("nextAuthorities"));
        assertThat(
                        warp(with(input, "number", 8_867_448))
                                .no("not-rising")
                                .path("fragment")
                                .asLong())
                .isZero();
        assertThat(
                        warp(with(input, "proof", "0x08" + one + one + "01"))
                                .no("not-rising")
                                .path("fragment")
                                .asLong())
                .isEqualTo(1);
        assertThat(warp(with(input, "setId", 4)).no("bad-signature").path("fragment").asLong())
                .isZero();
        warp(with(input, "proof", "0x04" + one)).no("malformed");
        JsonNode empty = warp(with(input, "proof", "0x0001")).yes();
        assertThat(empty.path("number").isNull()).isTrue();
        assertThat(empty.path("hash").isNull()).isTrue();
        assertThat(empty.path("setId").asLong()).isEqualTo(5);
        assertThat(empty.path("fragments").asLong()).isZero();
    }

    private static CommandRun warp(Object input) {
        return CommandRun.withJson(input, "verify", "warp-proof", "-", "--json");
    }

    @Test
    void seal_of_an_author_of_our_own() {
        Schnorrkel.KeyPair pair =
                Schnorrkel.KeyPair.fromMiniSecret(Blake2b.hash256(new byte[] {1}));
        Header unsealed =
                new Header(
                        Hash256.ZERO,
                        5,
                        Hash256.ZERO,
                        Hash256.ZERO,
                        List.of(
                                new DigestItem.PreRuntime(
                                        EngineId.AURA, Bytes.fromHex("0x0700000000000000"))));
        Bytes signature = Bytes.of(pair.sign(unsealed.hash().toArray()));
        Header header = unsealed.withDigestItem(new DigestItem.Seal(EngineId.AURA, signature));
        List<String> authorities = List.of("0x" + "22".repeat(32), pair.publicKey().toHex());
        JsonNode json = seal(header, authorities).yes();
        assertThat(json.propertyNames()).containsExactly("verdict", "author", "index", "slot");
        assertThat(json.path("verdict").asString()).isEqualTo("sealed");
        assertThat(json.path("author").asString()).isEqualTo(pair.publicKey().toHex());
        assertThat(json.path("index").asLong()).isEqualTo(1);
        assertThat(json.path("slot").asLong()).isEqualTo(7);
        seal(header, authorities.reversed()).no("bad-signature");
        seal(unsealed, authorities).no("no-seal");
        seal(new Header(Hash256.ZERO, 5, Hash256.ZERO, Hash256.ZERO, List.of()), authorities)
                .no("no-slot");
        assertThat(seal(header, List.of()).badInput()).contains("authorities");
        CommandRun.withJson(
                        Map.of("header", "0x00", "authorities", authorities),
                        "verify",
                        "seal",
                        "-",
                        "--json")
                .no("malformed");
    }

    private static CommandRun seal(Header header, List<String> authorities) {
        return CommandRun.withJson(
                Map.of("header", header.encode().toHex(), "authorities", authorities),
                "verify",
                "seal",
                "-",
                "--json");
    }

    @Test
    void the_finney_seal_is_not_one_of_the_list_it_announces() {
        JsonNode fixture = Fixtures.json(FINNEY);
        Header header = Header.decode(Fixtures.hex(fixture.path("headerScale")));
        List<String> announced = new ArrayList<>();
        Bytes body = ((DigestItem.Consensus) header.digest().get(1)).data();
        for (int at = 2; at < body.size(); at += 32) {
            announced.add(body.slice(at, at + 32).toHex());
        }
        assertThat(announced).hasSize(20);
        seal(header, announced).no("bad-signature");
    }

    @Test
    void read_proof_of_finney() {
        JsonNode fixture = Fixtures.json("proofs/bittensor-finney-8867448-read-proof.json");
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        fixture.path("expected")
                .path("present")
                .forEach(each -> {
                    keys.add(each.path("key").asString());
                    values.add(each.path("value").asString());
                });
        assertThat(keys).hasSize(5);
        Map<String, Object> input = new HashMap<>();
        input.put("stateRoot", fixture.path("stateRoot").asString());
        input.put("proof", fixture.path("proofNodes"));
        input.put("keys", keys);
        JsonNode json = readProof(input).yes();
        assertThat(json.propertyNames()).containsExactly("verdict", "reason", "results");
        assertThat(json.path("verdict").asString()).isEqualTo("valid");
        for (int i = 0; i < keys.size(); i++) {
            JsonNode result = json.path("results").get(i);
            assertThat(result.propertyNames()).containsExactly("key", "outcome", "value");
            assertThat(result.path("key").asString()).isEqualTo(keys.get(i));
            assertThat(result.path("outcome").asString()).isEqualTo("value");
            assertThat(result.path("value").asString()).isEqualTo(values.get(i));
        }
        fixture.path("expected")
                .path("absentOrUncovered")
                .forEach(each -> {
                    CommandRun run =
                            readProof(with(input, "keys", List.of(each.path("key").asString())));
                    String result = each.path("result").asString();
                    JsonNode found = result.equals("proven absent") ? run.yes() : run.no("valid");
                    assertThat(found.path("results").get(0).path("outcome").asString())
                            .isEqualTo(result.equals("proven absent") ? "absent" : "incomplete");
                    assertThat(found.path("results").get(0).path("value").isNull()).isTrue();
                });
        List<JsonNode> twice = new ArrayList<>();
        fixture.path("proofNodes").forEach(twice::add);
        twice.add(twice.getFirst());
        assertThat(readProof(with(input, "proof", twice)).no("invalid").path("results")).isEmpty();
        readProof(with(input, "stateRoot", "0x" + "00".repeat(32))).no("invalid");
        readProof(with(input, "proof", "0x04")).no("malformed");
        assertThat(readProof(with(input, "stateRoot", "0x00")).badInput())
                .contains("stateRoot", "32 bytes");
    }

    @Test
    void read_proof_of_one_scale_list() {
        JsonNode fixture = Fixtures.json("proofs/polkadot-genesis-example.json.gz");
        Map<String, Object> input = new HashMap<>();
        input.put("stateRoot", fixture.path("stateRoot").asString());
        input.put("proof", fixture.path("proofScale").asString());
        fixture.path("queries")
                .forEach(query -> {
                    CommandRun run =
                            readProof(with(input, "keys", List.of(query.path("key").asString())));
                    JsonNode result = query.path("result");
                    if (result.has("value")) {
                        assertThat(run.yes().path("results").get(0).path("value"))
                                .isEqualTo(result.path("value"));
                    } else if (result.path("absent").asBoolean()) {
                        assertThat(run.yes().path("results").get(0).path("outcome").asString())
                                .isEqualTo("absent");
                    } else {
                        assertThat(result.path("err").asString()).isEqualTo("incomplete");
                        assertThat(
                                        run.no("valid")
                                                .path("results")
                                                .get(0)
                                                .path("outcome")
                                                .asString())
                                .isEqualTo("incomplete");
                    }
                });
    }

    private static CommandRun readProof(Object input) {
        return CommandRun.withJson(input, "verify", "read-proof", "-", "--json");
    }

    @Test
    void trie_root_of_the_testnet_genesis() {
        JsonNode fixture = Fixtures.json("proofs/testfinney-genesis-state.json.gz");
        List<Object> entries = new ArrayList<>();
        fixture.path("topLevel")
                .properties()
                .forEach(each -> entries.add(List.of(each.getKey(), each.getValue())));
        JsonNode json = trieRoot(1, entries).yes();
        assertThat(json.propertyNames()).containsExactly("root");
        assertThat(json.path("root")).isEqualTo(fixture.path("stateRoot"));
        assertThat(trieRoot(0, entries).badInput()).contains("the value itself");
        entries.add(entries.getFirst());
        assertThat(trieRoot(1, entries).badInput()).contains("each key once");
    }

    @Test
    void trie_roots_of_real_state_in_both_versions() {
        Fixtures.json("proofs/trie-roots-real-state.json.gz")
                .path("cases")
                .forEach(each -> {
                    List<Object> entries = new ArrayList<>();
                    each.path("entries")
                            .properties()
                            .forEach(pair -> entries.add(List.of(pair.getKey(), pair.getValue())));
                    assertThat(trieRoot(0, entries).yes().path("root"))
                            .isEqualTo(each.path("rootV0"));
                    assertThat(trieRoot(1, entries).yes().path("root"))
                            .isEqualTo(each.path("rootV1"));
                });
        assertThat(trieRoot(2, List.of()).badInput()).contains("stateVersion");
    }

    private static CommandRun trieRoot(int version, List<Object> entries) {
        return CommandRun.withJson(
                Map.of("stateVersion", version, "entries", entries),
                "verify",
                "trie-root",
                "-",
                "--json");
    }

    @Test
    void signatures_of_ed25519_by_zip_215() {
        Fixtures.json("crypto/ed25519-speccheck.json")
                .path("cases")
                .forEach(each -> {
                    CommandRun run =
                            signature(
                                    "ed25519",
                                    "0x" + each.path("pub_key").asString(),
                                    "0x" + each.path("message").asString(),
                                    "0x" + each.path("signature").asString());
                    if (each.path("zip215").asBoolean()) {
                        assertThat(run.yes().path("valid").asBoolean()).isTrue();
                    } else {
                        assertThat(run.no("bad-signature").path("valid").asBoolean()).isFalse();
                    }
                });
        String key = "0x" + "01".repeat(32);
        assertThat(
                        signature("ed25519", key, "0x", "0x00")
                                .no("malformed")
                                .path("valid")
                                .asBoolean())
                .isFalse();
        assertThat(signature("ed25519", "0x00", "0x", "0x" + "00".repeat(64)).badInput())
                .contains("publicKey");
        assertThat(signature("rsa", key, "0x", "0x").badInput())
                .contains("scheme", "found \"rsa\"");
    }

    @Test
    void signatures_of_sr25519_under_their_context() {
        Fixtures.json("crypto/sr25519.json")
                .path("generated")
                .path("cases")
                .forEach(each -> {
                    Map<String, Object> input = new HashMap<>();
                    input.put("scheme", "sr25519");
                    for (String field : List.of("publicKey", "message", "signature", "context")) {
                        input.put(field, each.path(field).asString());
                    }
                    assertThat(signature(input).yes().path("valid").asBoolean()).isTrue();
                    signature(with(input, "context", "other")).no("bad-signature");
                    signature(with(input, "signature", each.path("tampered").asString()))
                            .no("bad-signature");
                    signature(with(input, "signature", each.path("withoutMarkerBit").asString()))
                            .no("bad-signature");
                });
    }

    private static CommandRun signature(
            String scheme, String key, String message, String signature) {
        return signature(
                Map.of(
                        "scheme",
                        scheme,
                        "publicKey",
                        key,
                        "message",
                        message,
                        "signature",
                        signature));
    }

    private static CommandRun signature(Object input) {
        return CommandRun.withJson(input, "verify", "signature", "-", "--json");
    }
}
