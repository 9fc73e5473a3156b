package io.hypha.stake;

import static io.hypha.stake.PlanScene.SIGNER;
import static io.hypha.stake.PlanScene.TAO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.Rehearsed;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RehearserTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PlanScene scene = new PlanScene();

    private Rehearsal rehearsal() {
        return scene.plan(PlanScene.stake(10 * TAO)).rehearsal();
    }

    private void said(String method, String json) {
        RuntimeMetadata metadata = scene.node.metadata;
        JsonNode value = JSON.readTree(json);
        scene.runtime.answers.put(
                method,
                metadata.codec().encode(metadata.apiMethod(method).orElseThrow().output(), value));
    }

    @Test
    void asks_the_pools_check_with_the_placeholder_of_this_signer_alone() {
        Rehearsal.Passed passed = assertInstanceOf(Rehearsal.Passed.class, rehearsal());

        assertEquals(Rehearser.VALIDATE, passed.api());
        assertTrue(passed.sentence().contains("does not run the call"), passed.sentence());
        assertEquals(Set.of(SIGNER.key()), scene.node.assumed);
        Bytes parameters = scene.node.rehearsed.getFirst().parameters();
        assertTrue(
                parameters.toHex().contains(Rehearsed.PLACEHOLDER.toHex().substring(2)),
                "the extrinsic carries the placeholder");
        assertTrue(
                parameters.toHex().endsWith(FakeNode.hash(1_000).toHex().substring(2)),
                "and the block's hash follows it");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"Custom\":8}', The price has moved past your limit",
        "'{\"Custom\":5}', not that much stake",
        "'\"Payment\"', cannot pay the chain fee",
        "'\"Stale\"', its number is taken",
        "'\"AncientBirthBlock\"', Its time has run out",
        "'\"BadProof\"', not accept the signature"
    })
    void says_in_words_why_the_pool_would_refuse_it(String error, String words) {
        said(Rehearser.VALIDATE, "{\"Err\":{\"Invalid\":" + error + "}}");

        Rehearsal.Failed failed = assertInstanceOf(Rehearsal.Failed.class, rehearsal());
        assertTrue(failed.sentence().contains(words), failed.sentence());
        assertTrue(failed.sentence().contains("before any block"), failed.sentence());
    }

    @Test
    void is_not_offered_where_the_runtime_gives_up_and_says_nothing_else() {
        scene.runtime.answers.remove(Rehearser.VALIDATE);
        scene.runtime.outcomes.put(Rehearser.VALIDATE, new ExecutedOutcome.Trapped("a panic"));

        assertTrue(
                assertInstanceOf(Rehearsal.NotOffered.class, rehearsal())
                        .reason()
                        .contains("a panic"));
    }

    @Test
    void is_not_offered_where_the_answer_has_another_form() {
        scene.runtime.answers.put(Rehearser.VALIDATE, Bytes.fromHex("0x07"));

        assertInstanceOf(Rehearsal.NotOffered.class, rehearsal());
    }

    @Test
    void runs_the_transaction_at_the_beginning_of_the_next_block_where_that_can_be_done() {
        said(Rehearser.BEGIN, "\"AllExtrinsics\"");
        said(Rehearser.APPLY, "{\"Ok\":{\"Ok\":null}}");

        Rehearsal.Passed passed = assertInstanceOf(Rehearsal.Passed.class, rehearsal());

        assertEquals(Rehearser.APPLY, passed.api());
        Bytes header =
                scene.node.rehearsed.stream()
                        .filter(each -> each.method().equals(Rehearser.BEGIN))
                        .findFirst()
                        .orElseThrow()
                        .parameters();
        JsonNode decoded =
                scene.node
                        .metadata
                        .codec()
                        .decode(
                                scene.node
                                        .metadata
                                        .apiMethod(Rehearser.BEGIN)
                                        .orElseThrow()
                                        .inputs()
                                        .getFirst()
                                        .type(),
                                header);
        assertEquals(1_001, decoded.path("number").asInt());
        assertEquals(FakeNode.hash(1_000).toHex(), decoded.path("parent_hash").asString());
        assertEquals(
                "0xe903000000000000",
                decoded.path("digest").path("logs").path(0).path("PreRuntime").path(1).asString());
    }

    @Test
    void says_why_the_call_itself_could_not_be_run_where_the_runtime_offers_that() {
        said(Rehearser.BEGIN, "\"AllExtrinsics\"");
        scene.runtime.outcomes.put(Rehearser.APPLY, new ExecutedOutcome.Trapped("a panic"));

        Rehearsal.Passed passed = assertInstanceOf(Rehearsal.Passed.class, rehearsal());

        assertEquals(Rehearser.VALIDATE, passed.api());
        assertTrue(
                passed.sentence()
                        .endsWith(
                                "It was to be run here, too, and could not be: The chain's runtime gave up: a panic."),
                passed.sentence());

        scene.runtime.outcomes.remove(Rehearser.APPLY);
        scene.runtime.answers.put(Rehearser.APPLY, Bytes.fromHex("0x07"));
        passed = assertInstanceOf(Rehearsal.Passed.class, rehearsal());
        assertEquals(Rehearser.VALIDATE, passed.api());
        assertTrue(passed.sentence().contains(Rehearser.APPLY + " has a form"), passed.sentence());
    }

    @Test
    void says_which_error_the_call_would_end_with() {
        said(Rehearser.BEGIN, "\"AllExtrinsics\"");
        said(
                Rehearser.APPLY,
                "{\"Ok\":{\"Err\":{\"Module\":{\"index\":7,\"error\":\"0x"
                        + code("SlippageTooHigh")
                        + "000000\"}}}}");

        Rehearsal.Failed failed = assertInstanceOf(Rehearsal.Failed.class, rehearsal());
        assertTrue(
                failed.sentence().contains("The price moved past your limit."), failed.sentence());
        assertTrue(failed.sentence().contains("fail in its block"), failed.sentence());
    }

    private String code(String name) {
        RuntimeMetadata metadata = scene.node.metadata;
        int index =
                metadata.errors(metadata.pallet("SubtensorModule").orElseThrow()).stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .index();
        return "%02x".formatted(index);
    }

    @Test
    void takes_amounts_that_only_our_formula_gave_from_the_events() {
        said(Rehearser.BEGIN, "\"AllExtrinsics\"");
        said(Rehearser.APPLY, "{\"Ok\":{\"Ok\":null}}");
        scene.node.after =
                events(added(10 * TAO, 199_879_312_593L), added(10 * TAO, 199_839_350_000L));

        Plan plan =
                scene.plan(
                        new StakingAction.Batch(
                                List.of(PlanScene.stake(10 * TAO), PlanScene.stake(10 * TAO))));

        assertEquals(199_879_312_593L, plan.legs().getFirst().received());
        assertEquals(199_839_350_000L, plan.legs().get(1).received());
        assertEquals(Level.EXECUTED, plan.legs().get(1).level());
    }

    @Test
    void takes_no_fee_that_is_paid_from_stake_for_what_a_sale_gives() {
        RehearsedAmounts amounts =
                RehearsedAmounts.of(
                        List.of(
                                JSON.readTree(removed(1_000_000, 20_000_000)),
                                JSON.readTree(removed(5 * TAO, 100 * TAO)),
                                JSON.readTree(
                                        "{\"SubtensorModule\":{\"TransactionFeePaidWithAlpha\":{\"who\":\"%s\",\"netuid\":12,\"alpha_fee\":\"20000000\",\"tao_amount\":\"1000000\"}}}"
                                                .formatted(SIGNER.address()))));

        Leg sale =
                new Leg(
                        Leg.Kind.UNSTAKE,
                        PlanScene.MOSSGATE,
                        new NetUid(12),
                        100 * TAO,
                        Leg.Unit.ALPHA,
                        4 * TAO,
                        Leg.Unit.TAO,
                        0,
                        0,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        OptionalLong.empty(),
                        BigDecimal.ZERO,
                        Level.DERIVED);
        assertEquals(5 * TAO, amounts.over(List.of(sale)).getFirst().received());
    }

    private static String removed(long tao, long alpha) {
        return added(tao, alpha).replace("StakeAdded", "StakeRemoved");
    }

    @Test
    void keeps_its_own_amounts_where_the_events_are_not_those_of_the_legs() {
        said(Rehearser.BEGIN, "\"AllExtrinsics\"");
        said(Rehearser.APPLY, "{\"Ok\":{\"Ok\":null}}");
        scene.node.after = events(added(10 * TAO, 199_879_312_593L));

        Plan plan =
                scene.plan(
                        new StakingAction.Batch(
                                List.of(PlanScene.stake(10 * TAO), PlanScene.stake(10 * TAO))));

        assertEquals(Level.DERIVED, plan.legs().get(1).level());
    }

    private static String added(long tao, long alpha) {
        return "{\"SubtensorModule\":{\"StakeAdded\":[\"%s\",\"%s\",\"%d\",\"%d\",12,\"0\"]}}"
                .formatted(SIGNER.address(), PlanScene.MOSSGATE.address(), tao, alpha);
    }

    private Bytes events(String... events) {
        StringBuilder records = new StringBuilder("[");
        for (String event : events) {
            records.append(records.length() > 1 ? "," : "")
                    .append("{\"phase\":{\"ApplyExtrinsic\":0},\"event\":")
                    .append(event)
                    .append(",\"topics\":[]}");
        }
        RuntimeMetadata metadata = scene.node.metadata;
        return metadata.codec()
                .encode(
                        metadata.pallet("System")
                                .orElseThrow()
                                .entry("Events")
                                .orElseThrow()
                                .valueType(),
                        JSON.readTree(records.append("]").toString()));
    }
}
