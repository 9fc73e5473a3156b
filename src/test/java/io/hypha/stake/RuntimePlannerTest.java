package io.hypha.stake;

import static io.hypha.stake.PlanScene.MOSSGATE;
import static io.hypha.stake.PlanScene.OTHER;
import static io.hypha.stake.PlanScene.SIGNER;
import static io.hypha.stake.PlanScene.SUBNET;
import static io.hypha.stake.PlanScene.TAO;
import static io.hypha.stake.PlanScene.WIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.KeptFigure;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import io.hypha.node.ExecutedOutcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimePlannerTest {

    private final PlanScene scene = new PlanScene();

    private static BigDecimal percent(BigDecimal share) {
        return share.movePointRight(2).setScale(8, RoundingMode.HALF_EVEN);
    }

    /** The vectors of the economics facts §6.5. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 10, 5035477, 199879312593, 0.06034370, 0.050009995464",
        "0.5, 1000, 503547722, 19792107631947, 1.03946184, 0.051004491418",
        "0.48, 10, 5035477, 184504690083, 0.05995954, 0.054177078568"
    })
    void takes_what_a_stake_gives_from_the_runtime(
            String weight, long tao, long fee, long alpha, BigDecimal cost, BigDecimal after) {
        scene.chain.pool(2_000_000 * TAO, 100_000 * TAO, weight(weight));
        scene.runtime.swaps.put("12 buy " + tao * TAO, new long[] {alpha, fee});

        Plan plan = scene.plan(PlanScene.stake(tao * TAO));

        Leg leg = plan.legs().getFirst();
        assertEquals(alpha, leg.received());
        assertEquals(fee, leg.poolFee());
        assertEquals(Level.EXECUTED, leg.level());
        assertEquals(cost, percent(leg.cost()));
        assertTrue(leg.priceAfter().subtract(after).abs().compareTo(new BigDecimal("1e-12")) <= 0);
        assertTrue(leg.impact().compareTo(leg.cost()) < 0, "the fee is apart from the impact");
        assertTrue(leg.atLeast() <= leg.received());
        assertEquals(List.of(), plan.alarms());
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1000, 503547722, 49949860259, 0.10027948",
        "0.5, 20000, 10070954451, 989605381596, 1.03946184",
        "0.48, 1000, 503547722, 54111222232, 0.10235896"
    })
    void takes_what_an_unstake_gives_from_the_runtime(
            String weight, long alpha, long fee, long tao, BigDecimal cost) {
        scene.chain.pool(2_000_000 * TAO, 100_000 * TAO, weight(weight));
        scene.runtime.swaps.put("12 sell " + alpha * TAO, new long[] {tao, fee});

        Plan plan = scene.plan(PlanScene.unstake(alpha * TAO));

        assertEquals(tao, plan.legs().getFirst().received());
        assertEquals(cost, percent(plan.legs().getFirst().cost()));
        assertEquals(List.of(), plan.alarms());
    }

    private static long weight(String text) {
        return new BigDecimal(text).movePointRight(18).longValueExact();
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "-2, 0", "3, 1", "-3, 1"})
    void raises_an_alarm_with_both_figures_beyond_two_rao(long skew, int alarms) {
        scene.runtime.skew = skew;

        Plan plan = scene.plan(PlanScene.stake(10 * TAO));

        assertEquals(199_879_312_593L + skew, plan.legs().getFirst().received());
        assertEquals(alarms, plan.alarms().size());
        if (alarms > 0) {
            String alarm = plan.alarms().getFirst();
            assertTrue(alarm.contains("199.879312593 α"), alarm);
            assertTrue(alarm.contains(Amounts.plain(199_879_312_593L + skew) + " α"), alarm);
        }
    }

    @Test
    void raises_an_alarm_where_the_fee_is_another() {
        scene.runtime.swaps.put("12 buy " + 10 * TAO, new long[] {199_879_312_593L, 5_035_480});

        assertTrue(
                scene.plan(PlanScene.stake(10 * TAO))
                        .alarms()
                        .getFirst()
                        .contains("0.00503548 τ by the chain's own runtime, and 0.005035477 τ"));
    }

    @Test
    void charges_the_fee_of_a_swap_between_subnets_once_and_on_the_origin() {
        Plan plan = scene.plan(PlanScene.swap(SUBNET, OTHER, 1_000 * TAO));

        Leg sale = plan.legs().getFirst();
        Leg purchase = plan.legs().get(1);
        assertEquals(503_547_722, sale.poolFee());
        assertEquals(49_949_860_259L, sale.received());
        assertEquals(49_949_860_259L, purchase.given());
        assertEquals(0, purchase.poolFee());
        assertEquals(499_000_102_881L, purchase.received());
        assertEquals(Level.EXECUTED, purchase.level());
        assertEquals(475_000_000, plan.limits().prices().getFirst().orElseThrow());
        assertTrue(purchase.atLeast() > 0 && purchase.atLeast() < purchase.received());
        assertEquals(List.of(), plan.alarms());
    }

    @Test
    void charges_the_fee_of_a_swap_from_root_on_the_destination() {
        Plan plan = scene.plan(PlanScene.swap(NetUid.ROOT, SUBNET, 10 * TAO));

        assertEquals(0, plan.legs().getFirst().poolFee());
        assertEquals(10 * TAO, plan.legs().getFirst().received());
        assertEquals(5_035_477, plan.legs().get(1).poolFee());
        assertEquals(199_879_312_593L, plan.legs().get(1).received());
    }

    @Test
    void promises_nothing_of_a_swap_whose_limit_the_chain_reckons_without_weights() {
        scene.chain.pool(2_000_000 * TAO, 100_000 * TAO, weight("0.495"));
        PoolCurve.Trade sale = new PoolCurve(scene.chain.pools.get(SUBNET)).sell(1_000 * TAO);
        scene.runtime.swaps.put("12 sell " + 1_000 * TAO, new long[] {sale.out(), sale.fee()});

        Plan plan = scene.plan(PlanScene.swap(SUBNET, OTHER, 1_000 * TAO));

        assertEquals(List.of(), plan.alarms());
        assertEquals(0, plan.legs().get(1).atLeast());
        assertTrue(plan.warnings().getFirst().contains("no hard guarantee"), "" + plan.warnings());
    }

    @Test
    void finds_for_every_net_the_gross_that_leaves_exactly_it() {
        SubnetPool pool = scene.chain.pools.get(SUBNET);
        PoolCurve curve = new PoolCurve(pool);
        for (long net = 1; net < 40_000_000_000L; net = net * 3 + 7) {
            long gross = MovedPools.gross(pool, net);
            assertEquals(net, gross - curve.fee(gross));
        }
    }

    @Test
    void plans_each_call_of_a_batch_on_the_pool_as_the_one_before_left_it() {
        Plan plan =
                scene.plan(
                        new StakingAction.Batch(
                                List.of(
                                        PlanScene.stake(10 * TAO),
                                        PlanScene.stake(10 * TAO),
                                        new StakingAction.Stake(
                                                MOSSGATE, NetUid.ROOT, TAO, WIDE))));

        long net = 9_994_964_523L;
        long tao = 100_000 * TAO + net;
        long alpha = 2_000_000 * TAO - 199_879_312_593L;
        long second =
                java.math.BigInteger.valueOf(alpha)
                        .multiply(java.math.BigInteger.valueOf(net))
                        .divide(java.math.BigInteger.valueOf(tao + net))
                        .longValueExact();
        assertEquals(199_879_312_593L, plan.legs().getFirst().received());
        assertEquals(Level.EXECUTED, plan.legs().getFirst().level());
        assertEquals(second, plan.legs().get(1).received());
        assertEquals(Level.DERIVED, plan.legs().get(1).level());
        assertEquals(TAO, plan.legs().get(2).received());
        assertEquals(List.of(), plan.alarms());
    }

    @Test
    void holds_a_batch_against_what_the_runtime_says_of_its_purchases_as_one() {
        SubnetPool pool = scene.chain.pools.get(SUBNET);
        long together = MovedPools.gross(pool, 2 * 9_994_964_523L);
        long fee = together - 2 * 9_994_964_523L;
        scene.runtime.swaps.put("12 buy " + together, new long[] {399_000_000_000L, fee});

        Plan plan =
                scene.plan(
                        new StakingAction.Batch(
                                List.of(PlanScene.stake(10 * TAO), PlanScene.stake(10 * TAO))));

        assertTrue(plan.alarms().getFirst().contains("in 2 steps"), "" + plan.alarms());
    }

    @Test
    void moves_within_a_subnet_without_pool_and_fee() {
        Plan plan = scene.plan(PlanScene.move(1_000 * TAO));

        Leg leg = plan.legs().getFirst();
        assertEquals(Leg.Kind.MOVE, leg.kind());
        assertEquals(1_000 * TAO, leg.received());
        assertEquals(0, leg.poolFee());
        assertEquals(new Rao(0), plan.goingStraightBack().toOptional().orElseThrow());
        assertEquals(
                List.of(), scene.runtime.asked.stream().filter(m -> m.contains("swap")).toList());
    }

    @Test
    void unstakes_all_over_all_positions_and_says_that_no_limit_protects_it() {
        Plan plan = scene.plan(new StakingAction.UnstakeAll(MOSSGATE));

        assertEquals(List.of(NetUid.ROOT, SUBNET), plan.legs().stream().map(Leg::netUid).toList());
        assertEquals(10 * TAO, plan.legs().getFirst().received());
        assertTrue(plan.warnings().stream().anyMatch(each -> each.contains("no limit")));
    }

    @Test
    void sells_alpha_alone_and_stakes_the_sum_on_root() {
        Plan plan = scene.plan(new StakingAction.UnstakeAllAlpha(MOSSGATE));

        assertEquals(List.of(SUBNET, NetUid.ROOT), plan.legs().stream().map(Leg::netUid).toList());
        assertEquals(plan.legs().getFirst().received(), plan.legs().get(1).received());
    }

    @Test
    void exchanges_one_to_one_on_root() {
        Leg leg =
                scene.plan(new StakingAction.Stake(MOSSGATE, NetUid.ROOT, 10 * TAO, WIDE))
                        .legs()
                        .getFirst();

        assertEquals(10 * TAO, leg.received());
        assertEquals(10 * TAO, leg.atLeast());
        assertEquals(Leg.Unit.TAO, leg.receivedUnit());
        assertTrue(leg.limitPrice().isEmpty());
    }

    @Test
    void reckons_what_going_straight_back_would_cost_on_the_moved_pool() {
        Plan plan = scene.plan(PlanScene.stake(10 * TAO));

        // out and back pays the fee twice: once on 10 τ, once on what they bought
        long back = plan.goingStraightBack().toOptional().orElseThrow().value();
        assertTrue(back > 2 * 5_035_477 - 10_000 && back < 2 * 5_035_477 + 10_000, "was " + back);
        assertEquals(
                Level.DERIVED,
                assertInstanceOf(Reading.Known.class, plan.goingStraightBack()).level());
    }

    @Test
    void takes_the_chain_fee_from_the_runtime_and_doubts_parts_that_make_another_sum() {
        Plan plan = scene.plan(PlanScene.stake(10 * TAO));
        assertEquals(new Rao(123_456), plan.chainFee().toOptional().orElseThrow());
        assertEquals(List.of(), plan.alarms());
        Reading.Known<?> fee = assertInstanceOf(Reading.Known.class, plan.chainFee());
        KeptFigure proof = scene.figures.find(fee.proof()).orElseThrow();
        assertEquals(Optional.of("123456"), proof.form().of(proof.result()));
        assertEquals("TransactionPaymentApi_query_info", proof.method());

        scene.runtime.weightFee += 3;
        assertTrue(
                scene.plan(PlanScene.stake(10 * TAO))
                        .alarms()
                        .getFirst()
                        .contains("chain fee differ"));
    }

    @Test
    void falls_back_to_its_formula_where_the_runtime_gives_up_and_says_so() {
        scene.runtime.outcomes.put(
                "SwapRuntimeApi_sim_swap_tao_for_alpha", new ExecutedOutcome.Trapped("a panic"));

        Plan plan = scene.plan(PlanScene.stake(10 * TAO));

        assertEquals(Level.DERIVED, plan.legs().getFirst().level());
        assertEquals(199_879_312_593L, plan.legs().getFirst().received());
        assertTrue(plan.warnings().getFirst().contains("our formula's"), "" + plan.warnings());
    }

    @Test
    void stands_on_the_runtime_alone_where_the_curve_is_not_known() {
        scene.chain.pool(2_000_000 * TAO, 100_000 * TAO, SubnetPool.WEIGHT_WHOLE / 1_000);
        scene.runtime.swaps.put("12 buy " + 10 * TAO, new long[] {200_000_000_000L, 5_000_000});
        scene.runtime.swaps.put(
                "12 buy " + 10_010_000_000L, new long[] {200_199_000_000L, 5_005_000});
        scene.runtime.answers.put(
                "SwapRuntimeApi_current_alpha_price",
                new io.hypha.node.scale.ScaleCodecWriter().writeLong(50_000_000).toBytes());

        Plan plan = scene.plan(PlanScene.stake(10 * TAO));

        assertEquals(200_000_000_000L, plan.legs().getFirst().received());
        assertEquals(List.of(), plan.alarms());
        assertTrue(plan.warnings().getFirst().contains("stand alone"), "" + plan.warnings());
        assertInstanceOf(Reading.Missing.class, plan.goingStraightBack());
    }

    @Test
    void finds_the_leg_without_a_fee_also_where_the_fee_or_the_curve_is_another() {
        scene.runtime.fees.put(OTHER, 100L);

        Plan plan = scene.plan(PlanScene.swap(SUBNET, OTHER, 1_000 * TAO));

        Leg purchase = plan.legs().get(1);
        assertEquals(Level.EXECUTED, purchase.level());
        assertEquals(0, purchase.poolFee());
        assertEquals(49_949_860_259L, purchase.given());
        assertTrue(plan.alarms().getFirst().contains("pays a pool fee of"), "" + plan.alarms());
    }

    @Test
    void reads_the_answer_by_names_and_calls_another_form_unknown() {
        scene.runtime.answers.put(
                "SwapRuntimeApi_sim_swap_tao_for_alpha",
                io.hypha.node.bytes.Bytes.fromHex("0x" + "01".repeat(47)));

        Plan plan = scene.plan(PlanScene.stake(10 * TAO));

        assertEquals(Level.DERIVED, plan.legs().getFirst().level());
        assertTrue(plan.warnings().getFirst().contains("another form"), "" + plan.warnings());
    }

    @Test
    void refuses_what_the_runtime_answers_with_zeros() {
        scene.runtime.swaps.put("12 buy " + 10 * TAO, new long[] {0, 0});
        scene.runtime.answers.put(
                "SwapRuntimeApi_sim_swap_tao_for_alpha",
                io.hypha.node.bytes.Bytes.of(new byte[48]));

        assertTrue(
                scene.refusal(PlanAnswer.Field.AMOUNT, PlanScene.stake(10 * TAO))
                        .contains("does not take 10 τ"));
    }

    @Test
    void plans_without_an_account_and_then_says_nothing_of_it() {
        Plan plan =
                PlanScene.planned(scene.planner.plan(PlanScene.stake(10 * TAO), Optional.empty()));

        assertEquals(199_879_312_593L, plan.legs().getFirst().received());
        assertInstanceOf(Rehearsal.NotOffered.class, plan.rehearsal());
        assertEquals(new Rao(123_456), plan.chainFee().toOptional().orElseThrow());
    }

    @Test
    void claims_by_selling_without_a_fee_or_keeps_as_the_account_chose() {
        owes(1_000 * TAO);
        Leg sold = scene.plan(new StakingAction.ClaimRoot(List.of(SUBNET))).legs().getFirst();
        assertEquals(0, sold.poolFee());
        assertEquals(Leg.Unit.TAO, sold.receivedUnit());
        assertEquals(Level.EXECUTED, sold.level());

        scene.states.claimType =
                io.hypha.chain.Rule.set(
                        new io.hypha.chain.StakingState.ClaimType("KeepSubnets", List.of(SUBNET)));
        Leg kept = scene.plan(new StakingAction.ClaimRoot(List.of(SUBNET))).legs().getFirst();
        assertEquals(1_000 * TAO, kept.received());
        assertEquals(Leg.Unit.ALPHA, kept.receivedUnit());
    }

    private void owes(long alpha) {
        scene.chain.positions.get(SIGNER).removeIf(each -> each.netUid().isRoot());
        scene.chain
                .positions
                .get(SIGNER)
                .add(
                        new io.hypha.chain.PositionView(
                                MOSSGATE,
                                NetUid.ROOT,
                                FakeSubtensor.known(
                                        new io.hypha.chain.Alpha(NetUid.ROOT, 10 * TAO)),
                                FakeSubtensor.known(new Rao(10 * TAO)),
                                FakeSubtensor.known(
                                        List.of(
                                                new io.hypha.chain.PositionView.Owed(
                                                        SUBNET,
                                                        FakeSubtensor.known(
                                                                new io.hypha.chain.Alpha(
                                                                        SUBNET, alpha)),
                                                        FakeSubtensor.known(new Rao(1)))))));
    }

    @Test
    void makes_no_claim_that_costs_more_than_it_pays_or_pays_nothing() {
        owes(3_000_000);
        assertTrue(scene.plan(new StakingAction.ClaimRoot(List.of(SUBNET))).legs().size() == 1);
        scene.runtime.fee = 150_000;
        scene.runtime.weightFee = 146_544;
        assertTrue(
                scene.refusal(PlanAnswer.Field.AMOUNT, new StakingAction.ClaimRoot(List.of(SUBNET)))
                        .contains("chain fee is up to 0.00015 τ"));
        owes(499_999);
        assertTrue(
                scene.refusal(PlanAnswer.Field.NETUID, new StakingAction.ClaimRoot(List.of(SUBNET)))
                        .contains("nothing to claim"));
    }

    @Test
    void hears_the_pools_fee_a_second_time_and_doubts_it() {
        scene.runtime.answers.put(StakeFees.METHOD, u64(5_035_477));
        assertEquals(List.of(), scene.plan(PlanScene.stake(10 * TAO)).alarms());

        scene.runtime.answers.put(StakeFees.METHOD, u64(5_035_480));
        assertTrue(
                scene.plan(PlanScene.stake(10 * TAO))
                        .alarms()
                        .getFirst()
                        .contains("0.005035477 τ with the trade, and 0.00503548 τ for itself"));
    }

    private static io.hypha.node.bytes.Bytes u64(long value) {
        return new io.hypha.node.scale.ScaleCodecWriter().writeLong(value).toBytes();
    }

    @Test
    void ends_in_an_answer_whatever_a_runtime_says() {
        java.util.Random random = new java.util.Random(424);
        List<StakingAction> actions =
                List.of(
                        PlanScene.stake(10 * TAO),
                        PlanScene.unstake(TAO),
                        PlanScene.swap(SUBNET, OTHER, TAO),
                        PlanScene.swap(NetUid.ROOT, SUBNET, TAO));
        List<String> methods =
                List.of(
                        "SwapRuntimeApi_sim_swap_tao_for_alpha",
                        "SwapRuntimeApi_sim_swap_alpha_for_tao",
                        "TransactionPaymentApi_query_info",
                        "TransactionPaymentApi_query_fee_details",
                        Availability.METHOD,
                        StakeFees.METHOD,
                        Rehearser.VALIDATE,
                        Rehearser.BEGIN,
                        Rehearser.APPLY);
        int planned = 0;
        for (int i = 0; i < 150; i++) {
            for (String method : methods) {
                byte[] bytes =
                        new byte
                                [method.contains("swap_") && random.nextBoolean()
                                        ? 48
                                        : random.nextInt(64)];
                random.nextBytes(bytes);
                if (bytes.length == 48 && random.nextBoolean()) {
                    for (int j = 7; j < 48; j += 8) {
                        bytes[j] = 0; // an amount that could be one
                    }
                }
                scene.runtime.answers.put(method, io.hypha.node.bytes.Bytes.of(bytes));
            }
            if (scene.answer(actions.get(i % actions.size())) instanceof PlanAnswer.Planned) {
                planned++;
            }
        }
        assertTrue(planned > 0 && planned < 150, "planned " + planned);
    }
}
