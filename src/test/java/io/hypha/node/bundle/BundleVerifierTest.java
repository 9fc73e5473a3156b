package io.hypha.node.bundle;

import static io.hypha.node.bundle.TestChain.justification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.StorageValue;
import io.hypha.node.bundle.BundleVerdict.Link;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class BundleVerifierTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestChain CHAIN = new TestChain();
    private static final BundleVerifier VERIFIER =
            new BundleVerifier(new GrandpaVerifier(), Map.of("sum/1", BundleVerifierTest::sum));

    private static Recompute.Outcome sum(Figure claim, List<ProvenInput> inputs) {
        long sum = 0;
        for (ProvenInput input : inputs) {
            switch (input.value()) {
                case StorageValue.Present(Bytes value) when value.size() == 8 ->
                        sum += new ScaleCodecReader(value).readUint63();
                case StorageValue.Present(Bytes value) -> {
                    return new Recompute.Outcome.Refused(
                            input.name() + " has " + value.size() + " bytes, needed 8");
                }
                case StorageValue.Absent() -> {}
            }
        }
        return new Recompute.Outcome.Value(JsonNodeFactory.instance.stringNode(Long.toString(sum)));
    }

    /** The JSON as it comes from a file. */
    private static ObjectNode json(Bundle bundle) {
        return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(bundle.toJson()));
    }

    private static BundleVerdict verify(JsonNode json) {
        return VERIFIER.verify(json, CHAIN.checkpoint());
    }

    private static BundleVerdict.Broken broken(Bundle bundle, Consumer<ObjectNode> change) {
        ObjectNode json = json(bundle);
        change.accept(json);
        return brokenBy(verify(json));
    }

    private static BundleVerdict.Broken brokenBy(BundleVerdict verdict) {
        assertThat(verdict).isInstanceOf(BundleVerdict.Broken.class);
        BundleVerdict.Broken broken = (BundleVerdict.Broken) verdict;
        assertThat(broken.links().getLast().verdict()).isEqualTo(broken.name());
        assertThat(broken.reason()).startsWith(broken.links().getLast().what());
        return broken;
    }

    private static ObjectNode at(ObjectNode json, String list, int index) {
        return (ObjectNode) json.get(list).get(index);
    }

    @Test
    void a_bundle_written_piece_by_piece_is_the_same_text() throws IOException {
        for (Bundle bundle : List.of(CHAIN.stored(), CHAIN.sum(107))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            bundle.writeTo(out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(bundle.toJson().toString());
        }
    }

    @Test
    void a_reader_who_leaves_is_told_as_the_stream_tells_it() {
        IOException gone = new IOException("the reader left");
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int oneByte) throws IOException {
                        throw gone;
                    }
                };
        assertThatThrownBy(() -> CHAIN.stored().writeTo(broken)).isSameAs(gone);
    }

    @Test
    void a_stored_value_is_proven_from_the_checkpoint_up() {
        BundleVerdict verdict = verify(json(CHAIN.stored()));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        BundleVerdict.Valid.class,
                        valid -> {
                            assertThat(valid.links())
                                    .containsExactly(
                                            new Link("checkpoint #10", "trusted"),
                                            new Link("fragment 0: #20 ends set 3", "finalized"),
                                            new Link("fragment 1: #27 ends set 4", "finalized"),
                                            new Link("block #30: #32 justified", "finalized"),
                                            new Link("block #30: ancestor of #32", "linked"),
                                            new Link("state of #30", "valid"),
                                            new Link("input stake", "value"),
                                            new Link("figure", "proven"));
                            assertThat(valid.figure()).isEqualTo(CHAIN.stored().figure());
                        });
        assertThat(verdict.toJson().get("verdict").asString()).isEqualTo("valid");
        assertThat(verdict.toJson().get("figure").get("value").asString())
                .isEqualTo("0x6400000000000000");
        assertThat(verdict.toJson().get("links").size()).isEqualTo(8);
    }

    @Test
    void a_derived_figure_is_recomputed_from_every_proven_input() {
        BundleVerdict verdict =
                VERIFIER.verify(json(CHAIN.sum(107)), CHAIN.checkpoint(), TestChain.GENESIS);
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        BundleVerdict.Valid.class,
                        valid ->
                                assertThat(valid.links())
                                        .endsWith(
                                                new Link("input first", "value"),
                                                new Link("input second", "value"),
                                                new Link("input none", "absent"),
                                                new Link("figure", "recomputed")));
    }

    @Test
    void an_absent_value_is_a_figure_of_its_own() {
        Bundle bundle =
                new BundleBuilder(TestChain.GENESIS)
                        .add(
                                CHAIN.linkOf40(),
                                TestChain.read(
                                        CHAIN.block40, CHAIN.laterState, TestChain.ABSENT_KEY))
                        .input("stake", TestChain.head(CHAIN.block40), TestChain.ABSENT_KEY)
                        .asStored("stake of nobody", "bytes");
        assertThat(bundle.figure().value().isNull()).isTrue();
        assertThat(verify(json(bundle))).isInstanceOf(BundleVerdict.Valid.class);
    }

    @Test
    void the_json_form_is_read_as_it_was_written() {
        for (Bundle bundle : List.of(CHAIN.stored(), CHAIN.sum(107))) {
            assertThat(Bundle.read(json(bundle))).isEqualTo(bundle);
        }
    }

    @Test
    void a_claimed_sum_that_the_inputs_do_not_give_is_a_mismatch() {
        BundleVerdict.Broken broken = brokenBy(verify(json(CHAIN.sum(108))));
        assertThat(broken.name()).isEqualTo("mismatch");
        assertThat(broken.reason()).contains("108").contains("107");
    }

    @Test
    void an_unknown_formula_is_unsupported_and_not_believed() {
        ObjectNode json = json(CHAIN.sum(107));
        ((ObjectNode) json.get("figure")).put("formula", "sum/2");
        BundleVerdict verdict = verify(json);
        assertThat(verdict).isInstanceOf(BundleVerdict.Unsupported.class);
        assertThat(verdict.toJson().get("verdict").asString()).isEqualTo("unsupported");
        assertThat(verdict.toJson().get("reason").asString()).contains("sum/2");
    }

    @Test
    void a_formula_may_refuse_its_inputs() {
        Bundle bundle =
                new BundleBuilder(TestChain.GENESIS)
                        .add(
                                CHAIN.linkOf30(),
                                TestChain.read(CHAIN.block30, CHAIN.state, TestChain.OTHER_KEY))
                        .input("first", TestChain.head(CHAIN.block30), TestChain.OTHER_KEY)
                        .build(
                                "x",
                                FigureLevel.DERIVED,
                                "rao",
                                JsonNodeFactory.instance.stringNode("0"),
                                "sum/1");
        assertThat(brokenBy(verify(json(bundle))).name()).isEqualTo("refused");
    }

    @Test
    void several_inputs_or_a_higher_level_need_a_formula() {
        assertThat(
                        broken(
                                        CHAIN.sum(107),
                                        json -> ((ObjectNode) json.get("figure")).remove("formula"))
                                .name())
                .isEqualTo("refused");
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                ((ObjectNode) json.get("figure"))
                                                        .put("level", "derived"))
                                .name())
                .isEqualTo("refused");
    }

    @Test
    void trust_comes_from_the_checkpoint_and_not_from_the_bundle() {
        Checkpoint otherVoters = new Checkpoint(CHAIN.block10, CHAIN.set5.withSetId(3).set());
        assertThat(brokenBy(VERIFIER.verify(json(CHAIN.stored()), otherVoters)).links().getLast())
                .isEqualTo(new Link("fragment 0: #20 ends set 3", "no-supermajority"));
        Checkpoint otherSetId = new Checkpoint(CHAIN.block10, CHAIN.set3.withSetId(2).set());
        assertThat(brokenBy(VERIFIER.verify(json(CHAIN.stored()), otherSetId)).links().getLast())
                .isEqualTo(new Link("fragment 0: #20 ends set 2", "bad-signature"));
        Checkpoint above = new Checkpoint(CHAIN.block40, CHAIN.set5.set());
        assertThat(brokenBy(VERIFIER.verify(json(CHAIN.stored()), above)).name())
                .isEqualTo("not-rising");
    }

    @Test
    void an_ancestor_of_the_checkpoint_is_final_by_its_hash() {
        Checkpoint above = new Checkpoint(CHAIN.block32, CHAIN.set5.set());
        ObjectNode json = json(CHAIN.stored());
        json.putArray("fragments");
        at(json, "blocks", 0).put("justification", "0x");
        assertThat(VERIFIER.verify(json, above)).isInstanceOf(BundleVerdict.Valid.class);
    }

    @Test
    void another_network_is_refused() {
        BundleVerdict verdict =
                VERIFIER.verify(json(CHAIN.stored()), CHAIN.checkpoint(), Hash256.ZERO);
        assertThat(brokenBy(verdict).name()).isEqualTo("wrong-network");
    }

    @Test
    void names_the_fragment_whose_voters_did_not_sign() {
        BundleVerdict.Broken tooFew =
                broken(
                        CHAIN.stored(),
                        json ->
                                at(json, "fragments", 0)
                                        .put(
                                                "justification",
                                                justification(CHAIN.set3, 2, CHAIN.block20)
                                                        .toHex()));
        assertThat(tooFew.links().getLast())
                .isEqualTo(new Link("fragment 0: #20 ends set 3", "no-supermajority"));

        BundleVerdict.Broken swapped =
                broken(
                        CHAIN.stored(),
                        json ->
                                at(json, "fragments", 1)
                                        .put(
                                                "justification",
                                                justification(
                                                                CHAIN.set4.withSetId(3),
                                                                3,
                                                                CHAIN.block27)
                                                        .toHex()));
        assertThat(swapped.links().getLast())
                .isEqualTo(new Link("fragment 1: #27 ends set 4", "bad-signature"));
    }

    @Test
    void names_a_fragment_that_is_left_out_or_out_of_order() {
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> ((ArrayNode) json.get("fragments")).remove(0))
                                .links()
                                .getLast()
                                .what())
                .startsWith("fragment 0: #27");
        // The test's voters keep their keys from set to set, so that their weight counts and their
        // signatures do not.
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> ((ArrayNode) json.get("fragments")).remove(1))
                                .links()
                                .getLast())
                .isEqualTo(new Link("block #30: #32 justified", "bad-signature"));
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> {
                                            ArrayNode fragments = (ArrayNode) json.get("fragments");
                                            fragments.add(fragments.remove(0));
                                        })
                                .name())
                .isIn("no-supermajority", "bad-signature");
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> {
                                            ArrayNode fragments = (ArrayNode) json.get("fragments");
                                            fragments.insert(1, fragments.get(0).deepCopy());
                                            at(json, "fragments", 1)
                                                    .put(
                                                            "header",
                                                            new Header(
                                                                            Hash256.ZERO,
                                                                            15,
                                                                            Hash256.ZERO,
                                                                            Hash256.ZERO,
                                                                            List.of())
                                                                    .encode()
                                                                    .toHex());
                                        })
                                .name())
                .isEqualTo("not-rising");
    }

    @Test
    void names_a_fragment_that_changes_no_voters_or_hides_its_announcement() {
        Header plain = new Header(Hash256.ZERO, 20, Hash256.ZERO, Hash256.ZERO, List.of());
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                at(json, "fragments", 0)
                                                        .put("header", plain.encode().toHex())
                                                        .put(
                                                                "justification",
                                                                justification(CHAIN.set3, 3, plain)
                                                                        .toHex()))
                                .name())
                .isEqualTo("missing-set-change");
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> at(json, "fragments", 1).remove("announcement"))
                                .name())
                .isEqualTo("missing-set-change");
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                ((ArrayNode)
                                                                at(json, "fragments", 1)
                                                                        .get("announcement"))
                                                        .remove(1))
                                .links()
                                .getLast())
                .isEqualTo(new Link("fragment 1: #27 ends set 4", "needs-checkpoint"));
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                ((ArrayNode)
                                                                at(json, "fragments", 1)
                                                                        .get("announcement"))
                                                        .remove(0))
                                .name())
                .isEqualTo("needs-checkpoint");
    }

    @Test
    void names_the_block_whose_justification_does_not_hold() {
        BundleVerdict.Broken tooFew =
                broken(
                        CHAIN.stored(),
                        json ->
                                at(json, "blocks", 0)
                                        .put(
                                                "justification",
                                                justification(CHAIN.set5, 3, CHAIN.block32)
                                                        .toHex()));
        assertThat(tooFew.links().getLast())
                .isEqualTo(new Link("block #30: #32 justified", "no-supermajority"));
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                at(json, "blocks", 0)
                                                        .put(
                                                                "justification",
                                                                justification(
                                                                                CHAIN.set5,
                                                                                5,
                                                                                CHAIN.block40)
                                                                        .toHex()))
                                .name())
                .isEqualTo("wrong-target");
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> at(json, "blocks", 0).put("justification", "0x"))
                                .name())
                .isEqualTo("malformed");
    }

    @Test
    void names_the_block_that_is_no_ancestor_of_the_justified_one() {
        Link link = new Link("block #30: ancestor of #32", "unlinked");
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                ((ArrayNode) at(json, "blocks", 0).get("ancestry"))
                                                        .remove(1))
                                .links()
                                .getLast())
                .isEqualTo(link);
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                ((ArrayNode) at(json, "blocks", 0).get("ancestry"))
                                                        .remove(0))
                                .links()
                                .getLast())
                .isEqualTo(link);
        assertThat(
                        broken(CHAIN.stored(), json -> at(json, "blocks", 0).putArray("ancestry"))
                                .links()
                                .getLast())
                .isEqualTo(link);
        // A header of the same number with a state of the attacker's own.
        Header forged =
                new Header(
                        CHAIN.block30.parentHash(),
                        30,
                        CHAIN.laterState.root(),
                        CHAIN.block30.extrinsicsRoot(),
                        List.of());
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> {
                                            at(json, "blocks", 0)
                                                    .put("header", forged.encode().toHex());
                                            ((ArrayNode) at(json, "blocks", 0).get("ancestry"))
                                                    .set(0, forged.encode().toHex());
                                        })
                                .links()
                                .getLast())
                .isEqualTo(link);
    }

    @Test
    void names_a_state_whose_proof_does_not_hold() {
        BundleVerdict.Broken twice =
                broken(
                        CHAIN.stored(),
                        json -> {
                            ArrayNode proof = (ArrayNode) at(json, "blocks", 0).get("proof");
                            proof.add(proof.get(0));
                        });
        assertThat(twice.links().getLast()).isEqualTo(new Link("state of #30", "invalid-proof"));
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json ->
                                                at(json, "blocks", 0)
                                                        .set(
                                                                "proof",
                                                                hexes(
                                                                        CHAIN.laterState.prove(
                                                                                List.of(
                                                                                        TestChain
                                                                                                .KEY)))))
                                .name())
                .isEqualTo("invalid-proof");
    }

    private static ArrayNode hexes(List<Bytes> nodes) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        nodes.forEach(node -> list.add(node.toHex()));
        return list;
    }

    @Test
    void names_an_input_that_is_not_what_the_proof_shows() {
        Consumer<ObjectNode> otherValue =
                json ->
                        at((ObjectNode) json.get("figure"), "inputs", 0)
                                .put("value", "0x6500000000000000");
        assertThat(broken(CHAIN.stored(), otherValue).links().getLast())
                .isEqualTo(new Link("input stake", "mismatch"));
        Consumer<ObjectNode> absent =
                json ->
                        at((ObjectNode) json.get("figure"), "inputs", 0)
                                .put("outcome", "absent")
                                .putNull("value");
        assertThat(broken(CHAIN.stored(), absent).links().getLast())
                .isEqualTo(new Link("input stake", "mismatch"));
        Consumer<ObjectNode> present =
                json ->
                        at((ObjectNode) json.get("figure"), "inputs", 2)
                                .put("outcome", "value")
                                .put("value", "0x00");
        assertThat(broken(CHAIN.sum(107), present).links().getLast())
                .isEqualTo(new Link("input none", "mismatch"));
        Consumer<ObjectNode> otherBlock =
                json ->
                        at((ObjectNode) json.get("figure"), "inputs", 0)
                                .put("block", CHAIN.block31.hash().toHex());
        assertThat(broken(CHAIN.stored(), otherBlock).links().getLast())
                .isEqualTo(new Link("input stake", "unknown-block"));
        Consumer<ObjectNode> uncovered =
                json -> at((ObjectNode) json.get("figure"), "inputs", 0).put("key", "0x11c8781b03");
        assertThat(broken(CHAIN.stored(), uncovered).name()).isIn("incomplete", "mismatch");
    }

    @Test
    void an_input_that_the_proof_does_not_cover_is_incomplete_and_not_absent() {
        Bytes uncovered = Bytes.ofInts(0x11, 150, 150 * 7 & 0xff, 3);
        BundleVerdict.Broken broken =
                broken(
                        CHAIN.stored(),
                        json ->
                                at((ObjectNode) json.get("figure"), "inputs", 0)
                                        .put("key", uncovered.toHex())
                                        .put("outcome", "absent")
                                        .putNull("value"));
        assertThat(broken.links().getLast()).isEqualTo(new Link("input stake", "incomplete"));
    }

    @Test
    void a_block_that_is_there_twice_is_refused() {
        assertThat(
                        broken(
                                        CHAIN.stored(),
                                        json -> {
                                            ArrayNode blocks = (ArrayNode) json.get("blocks");
                                            blocks.add(blocks.get(0));
                                        })
                                .name())
                .isEqualTo("duplicate-block");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"format\":\"hypha-bundle/2\"}",
                "{\"format\":\"hypha-bundle/1\"}",
                "{\"format\":\"hypha-bundle/1\",\"network\":{\"genesisHash\":\"0x12\"}}",
                "null",
                "7"
            })
    void json_that_is_no_bundle_is_bad_input(String text) {
        assertThat(verify(JSON.readTree(text))).isInstanceOf(BundleVerdict.BadInput.class);
    }

    @Test
    void a_field_that_is_missing_or_of_another_kind_is_bad_input_with_its_path() {
        for (String field : List.of("network", "figure", "blocks", "fragments", "format")) {
            ObjectNode json = json(CHAIN.stored());
            json.remove(field);
            assertThat(verify(json))
                    .isInstanceOfSatisfying(
                            BundleVerdict.BadInput.class,
                            bad -> assertThat(bad.reason()).contains(field));
        }
        for (String field : List.of("header", "justified", "justification", "ancestry", "proof")) {
            ObjectNode json = json(CHAIN.stored());
            at(json, "blocks", 0).put(field, 7);
            assertThat(verify(json))
                    .isInstanceOfSatisfying(
                            BundleVerdict.BadInput.class,
                            bad -> assertThat(bad.reason()).contains("blocks[0]." + field));
        }
        for (String field : List.of("name", "block", "key", "outcome", "value")) {
            ObjectNode json = json(CHAIN.stored());
            at((ObjectNode) json.get("figure"), "inputs", 0).remove(field);
            assertThat(verify(json))
                    .isInstanceOfSatisfying(
                            BundleVerdict.BadInput.class,
                            bad -> assertThat(bad.reason()).contains("figure.inputs[0]." + field));
        }
        ObjectNode valueOfNothing = json(CHAIN.stored());
        at((ObjectNode) valueOfNothing.get("figure"), "inputs", 0).put("outcome", "absent");
        assertThat(verify(valueOfNothing))
                .isInstanceOfSatisfying(
                        BundleVerdict.BadInput.class,
                        bad -> assertThat(bad.reason()).contains("figure.inputs[0].value"));
        ObjectNode noInputs = json(CHAIN.stored());
        ((ObjectNode) noInputs.get("figure")).putArray("inputs");
        assertThat(verify(noInputs)).isInstanceOf(BundleVerdict.BadInput.class);
    }

    @Test
    void the_builder_takes_only_what_was_read() {
        BundleBuilder builder =
                new BundleBuilder(TestChain.GENESIS)
                        .add(
                                CHAIN.linkOf30(),
                                TestChain.read(CHAIN.block30, CHAIN.state, TestChain.KEY));
        assertThatThrownBy(() ->
                        builder.input("x", TestChain.head(CHAIN.block30), TestChain.OTHER_KEY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        builder.add(
                                CHAIN.linkOf40(),
                                TestChain.read(CHAIN.block30, CHAIN.state, TestChain.KEY)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.asStored("x", "bytes"))
                .isInstanceOf(IllegalStateException.class);
    }

    /**
     * No bit of a bundle's bytes can change without the verdict. Signatures are checked last, so
     * few rounds do.
     */
    @Test
    void any_changed_byte_breaks_a_link() {
        Random random = new Random(20261125);
        ObjectNode whole = json(CHAIN.stored());
        List<String> fields = List.of("header", "justified", "justification");
        for (int i = 0; i < 300; i++) {
            ObjectNode json = whole.deepCopy();
            int kind = random.nextInt(7);
            if (kind < 3) {
                flip(random, at(json, "blocks", 0), fields.get(kind));
            } else if (kind < 5) {
                flip(
                        random,
                        at(json, "fragments", random.nextInt(2)),
                        kind == 3 ? "header" : "justification");
            } else {
                ArrayNode list =
                        (ArrayNode) at(json, "blocks", 0).get(kind == 5 ? "proof" : "ancestry");
                int index = random.nextInt(list.size());
                list.set(index, flipped(random, list.get(index).asString()));
            }
            assertThat(verify(json)).as(json.toString()).isInstanceOf(BundleVerdict.Broken.class);
        }
    }

    private static void flip(Random random, ObjectNode json, String field) {
        json.put(field, flipped(random, json.get(field).asString()));
    }

    private static String flipped(Random random, String hex) {
        byte[] bytes = Bytes.fromHex(hex).toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Bytes.of(bytes).toHex();
    }
}
