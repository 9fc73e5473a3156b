package io.hypha.stake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.stake.Effect.Amount;
import io.hypha.stake.Effect.Role;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a transaction did, read from encoded events under the metadata of real runtimes. */
class OutcomeTest {

    private static final Coldkey ME = StakingActionJsonTest.COLD;
    private static final Coldkey OTHER = new Coldkey(StakingActionJsonTest.TWO.key());
    private static final Hotkey ONE = StakingActionJsonTest.ONE;
    private static final Hotkey TWO = StakingActionJsonTest.TWO;
    private static final NetUid NET = StakingActionJsonTest.NET;
    private static final NetUid SIXTY_FOUR = StakingActionJsonTest.OTHER;

    private static RuntimeMetadata finney;

    @BeforeAll
    static void read() {
        finney = RealMetadata.FINNEY_424_V16.decoded();
    }

    private static Bytes encoded(RuntimeMetadata metadata, List<String> events) {
        String records =
                "["
                        + String.join(
                                ",",
                                events.stream()
                                        .map(each ->
                                                "{\"phase\":{\"ApplyExtrinsic\":3},\"event\":%s,\"topics\":[]}"
                                                        .formatted(each))
                                        .toList())
                        + "]";
        return metadata.codec()
                .encode(
                        metadata.pallet("System")
                                .orElseThrow()
                                .entry("Events")
                                .orElseThrow()
                                .valueType(),
                        JsonMapper.shared().readTree(records));
    }

    private static Outcome outcome(RuntimeMetadata metadata, String... events) {
        return Outcome.of(metadata, encoded(metadata, List.of(events)), 3, ME);
    }

    private static Outcome.Succeeded done(String... events) {
        return (Outcome.Succeeded) outcome(finney, with(events, Scene.SUCCESS));
    }

    private static String[] with(String[] events, String last) {
        return java.util.stream.Stream.concat(
                        java.util.Arrays.stream(events), java.util.stream.Stream.of(last))
                .toArray(String[]::new);
    }

    private static String subtensor(String event, String fields) {
        return "{\"SubtensorModule\":{\"%s\":%s}}".formatted(event, fields);
    }

    private static String added(Coldkey who, NetUid net, long tao, long alpha, long fee) {
        return subtensor(
                "StakeAdded",
                "[\"%s\",\"%s\",\"%d\",\"%d\",%s,\"%d\"]"
                        .formatted(who.address(), ONE.address(), tao, alpha, net, fee));
    }

    private static String removed(NetUid net, long tao, long alpha, long fee) {
        return subtensor(
                "StakeRemoved",
                "[\"%s\",\"%s\",\"%d\",\"%d\",%s,\"%d\"]"
                        .formatted(ME.address(), ONE.address(), tao, alpha, net, fee));
    }

    @Test
    void a_stake_says_what_was_given_and_received_and_what_pool_and_chain_took() {
        Outcome.Succeeded done =
                done(
                        added(ME, NET, 10_000_000_000L, 199_812_345_678L, 5_035_000),
                        Scene.fee(1_234));

        assertThat(done.words())
                .isEqualTo(
                        "Done. Staked 10 τ with %s on subnet 12: 199.812345678 α of subnet 12 received, pool fee 0.005035 τ in it. Chain fee paid: 0.000001234 τ."
                                .formatted(ONE.address()));
        assertThat(done.effects())
                .extracting(Effect::event)
                .containsExactly(
                        "SubtensorModule.StakeAdded", "TransactionPayment.TransactionFeePaid");
        assertThat(done.effects().getFirst().amounts())
                .containsExactly(
                        new Amount(Role.GIVEN, 10_000_000_000L, NetUid.ROOT),
                        new Amount(Role.RECEIVED, 199_812_345_678L, NET),
                        new Amount(Role.POOL_FEE, 5_035_000, NetUid.ROOT));
        assertThat(done.effects().getLast().amounts())
                .containsExactly(new Amount(Role.CHAIN_FEE, 1_234, NetUid.ROOT));
    }

    @Test
    void an_unstake_and_root() {
        assertThat(done(removed(NET, 5_000_000_000L, 100_000_000_000L, 50_000_000)).words())
                .isEqualTo(
                        "Done. Unstaked 100.05 α of subnet 12 from %s on subnet 12: 5 τ received, pool fee 0.05 α of subnet 12 in it."
                                .formatted(ONE.address()));
        assertThat(done(removed(NetUid.ROOT, 7, 7, 0)).words())
                .isEqualTo(
                        "Done. Unstaked 0.000000007 τ from %s on root: 0.000000007 τ received."
                                .formatted(ONE.address()));
    }

    @Test
    void moves_swaps_and_transfers_say_both_ends() {
        assertThat(
                        done(subtensor(
                                        "StakeMoved",
                                        "[\"%s\",\"%s\",12,\"%s\",64,\"3000000000\"]"
                                                .formatted(
                                                        ME.address(),
                                                        ONE.address(),
                                                        TWO.address())))
                                .words())
                .isEqualTo(
                        "Done. Moved from %s on subnet 12 to %s on subnet 64, worth 3 τ."
                                .formatted(ONE.address(), TWO.address()));
        Outcome.Succeeded swap =
                done(
                        removed(NET, 3_000_000_000L, 60_000_000_000L, 0),
                        added(ME, SIXTY_FOUR, 3_000_000_000L, 90_000_000_000L, 0),
                        subtensor(
                                "StakeSwapped",
                                "[\"%s\",\"%s\",12,64,\"3000000000\"]"
                                        .formatted(ME.address(), ONE.address())));
        assertThat(swap.words())
                .endsWith(
                        "Swapped with %s from subnet 12 into subnet 64, worth 3 τ."
                                .formatted(ONE.address()));
        assertThat(swap.effects()).hasSize(3);
        assertThat(
                        done(subtensor(
                                        "StakeTransferred",
                                        "[\"%s\",\"%s\",\"%s\",12,12,\"1000000000\"]"
                                                .formatted(
                                                        ME.address(),
                                                        OTHER.address(),
                                                        ONE.address())))
                                .words())
                .isEqualTo(
                        "Done. Given to %s, staked with %s, from subnet 12 to subnet 12, worth 1 τ."
                                .formatted(OTHER.address(), ONE.address()));
    }

    @Test
    void an_unstake_gives_what_the_pool_kept_beside_what_reached_it() {
        assertThat(
                        done(removed(NET, 5_000_000_000L, 100_000_000_000L, 50_000_000))
                                .effects()
                                .getFirst()
                                .amounts())
                .containsExactly(
                        new Amount(Role.GIVEN, 100_050_000_000L, NET),
                        new Amount(Role.RECEIVED, 5_000_000_000L, NetUid.ROOT),
                        new Amount(Role.POOL_FEE, 50_000_000, NET));
    }

    private static String stakeEvent(
            String event, Coldkey who, Hotkey hotkey, long tao, long alpha, NetUid net) {
        return subtensor(
                event,
                "[\"%s\",\"%s\",\"%d\",\"%d\",%s,\"0\"]"
                        .formatted(who.address(), hotkey.address(), tao, alpha, net));
    }

    private static String movedWithin(NetUid net, long tao) {
        return subtensor(
                "StakeMoved",
                "[\"%s\",\"%s\",%s,\"%s\",%s,\"%d\"]"
                        .formatted(ME.address(), ONE.address(), net, TWO.address(), net, tao));
    }

    @Test
    void a_move_within_a_subnet_is_told_once_with_its_alpha_since_no_tao_moved() {
        Outcome.Succeeded done =
                done(
                        stakeEvent("StakeRemoved", ME, ONE, 3_000_000_000L, 60_000_000_000L, NET),
                        stakeEvent("StakeAdded", ME, TWO, 3_000_000_000L, 60_000_000_000L, NET),
                        movedWithin(NET, 3_000_000_000L));
        assertThat(done.words())
                .isEqualTo(
                        "Done. Moved 60 α of subnet 12 from %s to %s on subnet 12, worth 3 τ."
                                .formatted(ONE.address(), TWO.address()));
        assertThat(done.effects()).extracting(Effect::event).containsExactly(StakeEffects.MOVED);
        assertThat(done.effects().getFirst().amounts())
                .containsExactly(
                        new Amount(Role.GIVEN, 60_000_000_000L, NET),
                        new Amount(Role.RECEIVED, 60_000_000_000L, NET),
                        new Amount(Role.WORTH, 3_000_000_000L, NetUid.ROOT));

        assertThat(
                        done(
                                        stakeEvent("StakeRemoved", ME, ONE, 7, 7, NetUid.ROOT),
                                        stakeEvent("StakeAdded", OTHER, ONE, 7, 6, NetUid.ROOT),
                                        subtensor(
                                                "StakeTransferred",
                                                "[\"%s\",\"%s\",\"%s\",0,0,\"7\"]"
                                                        .formatted(
                                                                ME.address(),
                                                                OTHER.address(),
                                                                ONE.address())))
                                .words())
                .isEqualTo(
                        "Done. Given 0.000000007 τ to %s, staked with %s on root, 0.000000006 τ received."
                                .formatted(OTHER.address(), ONE.address()));
    }

    @Test
    void what_is_left_over_and_sold_after_a_move_is_told_beside_it() {
        Outcome.Succeeded done =
                done(
                        stakeEvent("StakeRemoved", ME, ONE, 30, 60, NET),
                        stakeEvent("StakeAdded", ME, TWO, 30, 60, NET),
                        stakeEvent("StakeRemoved", ME, ONE, 2, 5, NET),
                        movedWithin(NET, 30));
        assertThat(done.effects())
                .extracting(Effect::event)
                .containsExactly(StakeEffects.REMOVED, StakeEffects.MOVED);
        assertThat(done.effects().getFirst().amounts())
                .contains(new Amount(Role.RECEIVED, 2, NetUid.ROOT));
    }

    @Test
    void two_moves_of_a_batch_take_their_own_pairs() {
        Outcome.Succeeded done =
                done(
                        stakeEvent("StakeRemoved", ME, ONE, 30, 60, NET),
                        stakeEvent("StakeAdded", ME, TWO, 30, 60, NET),
                        movedWithin(NET, 30),
                        stakeEvent("StakeRemoved", ME, ONE, 30, 61, NET),
                        stakeEvent("StakeAdded", ME, TWO, 30, 61, NET),
                        movedWithin(NET, 30));
        assertThat(done.effects())
                .extracting(each -> each.amounts().getFirst())
                .containsExactly(new Amount(Role.GIVEN, 60, NET), new Amount(Role.GIVEN, 61, NET));
    }

    @Test
    void events_that_are_no_pair_of_a_move_stand_for_themselves() {
        for (String[] events :
                List.of(
                        new String[] {
                            stakeEvent("StakeRemoved", ME, ONE, 31, 60, NET),
                            stakeEvent("StakeAdded", ME, TWO, 30, 60, NET)
                        },
                        new String[] {
                            stakeEvent("StakeRemoved", ME, ONE, 30, 60, SIXTY_FOUR),
                            stakeEvent("StakeAdded", ME, TWO, 30, 60, NET)
                        },
                        new String[] {
                            stakeEvent("StakeRemoved", ME, ONE, 30, 60, NET),
                            stakeEvent("StakeAdded", OTHER, TWO, 30, 60, NET)
                        },
                        new String[] {
                            stakeEvent("StakeAdded", ME, TWO, 30, 60, NET),
                            stakeEvent("StakeRemoved", ME, ONE, 30, 60, NET)
                        })) {
            Outcome.Succeeded done = done(with(events, movedWithin(NET, 30)));
            assertThat(done.effects()).hasSize(3);
            assertThat(done.effects().getLast().amounts())
                    .containsExactly(new Amount(Role.WORTH, 30, NetUid.ROOT));
        }
    }

    @Test
    void settings_and_claims_are_told() {
        assertThat(
                        done(subtensor(
                                        "RootClaimed",
                                        "{\"coldkey\":\"%s\"}".formatted(ME.address())))
                                .words())
                .isEqualTo("Done. Root dividends claimed.");
        assertThat(
                        done(subtensor(
                                        "RootClaimTypeSet",
                                        "{\"coldkey\":\"%s\",\"root_claim_type\":\"Keep\"}"
                                                .formatted(ME.address())))
                                .words())
                .isEqualTo("Done. Root dividends from now on: Keep.");
        assertThat(
                        done(subtensor(
                                        "AutoStakeDestinationSet",
                                        "{\"coldkey\":\"%s\",\"netuid\":12,\"hotkey\":\"%s\"}"
                                                .formatted(ME.address(), ONE.address())))
                                .words())
                .isEqualTo(
                        "Done. Mining income of subnet 12 is staked with %s from now on."
                                .formatted(ONE.address()));
        assertThat(
                        done("{\"Proxy\":{\"ProxyAdded\":{\"delegator\":\"%s\",\"delegatee\":\"%s\",\"proxy_type\":\"Staking\",\"delay\":0}}}"
                                        .formatted(ME.address(), OTHER.address()))
                                .words())
                .isEqualTo(
                        "Done. %s may act for %s from now on (Staking)."
                                .formatted(OTHER.address(), ME.address()));
    }

    @Test
    void an_event_that_nobody_foresaw_is_named_with_its_values() {
        assertThat(
                        done(subtensor(
                                        "StakeLocked",
                                        "{\"coldkey\":\"%s\",\"hotkey\":\"%s\",\"netuid\":12,\"amount\":\"5\"}"
                                                .formatted(ME.address(), ONE.address())))
                                .words())
                .startsWith("Done. SubtensorModule.StakeLocked: {")
                .contains("\"amount\":\"5\"");
    }

    @Test
    void a_batch_is_told_call_by_call() {
        Outcome.Succeeded done =
                done(
                        added(ME, NET, 1_000_000_000L, 20, 0),
                        "{\"Utility\":\"ItemCompleted\"}",
                        added(ME, NET, 1_000_000_000L, 19, 0),
                        "{\"Utility\":\"ItemCompleted\"}",
                        "{\"Utility\":\"BatchCompleted\"}");
        assertThat(done.effects())
                .extracting(Effect::event)
                .containsExactly(
                        "SubtensorModule.StakeAdded",
                        "SubtensorModule.StakeAdded",
                        "Utility.BatchCompleted");
    }

    @Test
    void what_a_proxy_did_for_another_says_for_whom() {
        assertThat(
                        done(
                                        added(OTHER, NET, 1_000_000_000L, 20, 0),
                                        "{\"Proxy\":{\"ProxyExecuted\":{\"result\":{\"Ok\":null}}}}")
                                .words())
                .isEqualTo(
                        "Done. Staked 1 τ with %s on subnet 12 for %s: 0.00000002 α of subnet 12 received."
                                .formatted(ONE.address(), OTHER.address()));
    }

    @Test
    void a_proxys_call_that_failed_is_a_failure_though_the_extrinsic_went_through() {
        Outcome outcome =
                outcome(
                        finney,
                        "{\"Proxy\":{\"ProxyExecuted\":{\"result\":{\"Err\":%s}}}}"
                                .formatted(slippage()),
                        Scene.fee(1_000),
                        Scene.SUCCESS);
        assertFailed(
                outcome,
                "The call for the other account failed: The price moved past your limit. (SubtensorModule.SlippageTooHigh) Nothing else was changed. Chain fee paid: 0.000001 τ.");
    }

    @Test
    void a_batch_that_stops_at_a_call_says_at_which_and_that_those_before_stay_done() {
        assertFailed(
                outcome(
                        finney,
                        added(ME, NET, 1_000_000_000L, 20, 0),
                        "{\"Utility\":\"ItemCompleted\"}",
                        "{\"Utility\":{\"BatchInterrupted\":{\"index\":1,\"error\":%s}}}"
                                .formatted(slippage()),
                        Scene.SUCCESS),
                "Call 2 of the batch failed: The price moved past your limit. (SubtensorModule.SlippageTooHigh) What else it did stays done. Staked 1 τ with %s on subnet 12: 0.00000002 α of subnet 12 received."
                        .formatted(ONE.address()));
        assertFailed(
                outcome(
                        finney,
                        "{\"Utility\":{\"BatchInterrupted\":{\"index\":0,\"error\":%s}}}"
                                .formatted(slippage()),
                        Scene.SUCCESS),
                "Call 1 of the batch failed: The price moved past your limit. (SubtensorModule.SlippageTooHigh) Nothing else was changed.");
    }

    @Test
    void a_batch_that_goes_on_after_a_failure_did_not_succeed() {
        assertFailed(
                outcome(
                        finney,
                        "{\"Utility\":{\"ItemFailed\":{\"error\":%s}}}".formatted(slippage()),
                        added(ME, NET, 1_000_000_000L, 20, 0),
                        "{\"Utility\":\"ItemCompleted\"}",
                        "{\"Utility\":\"BatchCompletedWithErrors\"}",
                        Scene.SUCCESS),
                "A call of the batch failed: The price moved past your limit. (SubtensorModule.SlippageTooHigh) What else it did stays done. Staked 1 τ with %s on subnet 12: 0.00000002 α of subnet 12 received."
                        .formatted(ONE.address()));
    }

    private static String slippage() {
        int index =
                finney.errors(finney.pallet("SubtensorModule").orElseThrow()).stream()
                        .filter(each -> each.name().equals("SlippageTooHigh"))
                        .findFirst()
                        .orElseThrow()
                        .index();
        return "{\"Module\":{\"index\":7,\"error\":\"0x%02x000000\"}}".formatted(index);
    }

    private static void assertFailed(Outcome outcome, String words) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.words()).isEqualTo(words));
    }

    @Test
    void a_fee_taken_from_the_stake_is_told_once_and_in_alpha() {
        Outcome.Succeeded done =
                done(
                        removed(NET, 1_000_000, 20_000_000, 0),
                        removed(NET, 5, 100, 0),
                        subtensor(
                                "TransactionFeePaidWithAlpha",
                                "{\"who\":\"%s\",\"netuid\":12,\"alpha_fee\":\"20000000\",\"tao_amount\":\"1000000\"}"
                                        .formatted(ME.address())),
                        Scene.fee(1_000_000));
        assertThat(done.words())
                .endsWith(
                        "Chain fee paid from the stake, since the free τ did not suffice: 0.02 α of subnet 12, worth 0.001 τ.")
                .doesNotContain("Chain fee paid: ");
        assertThat(done.effects()).hasSize(2);
        assertThat(done.effects().getFirst().amounts())
                .as("the fee's own sale is no part of what was wanted")
                .contains(new Amount(Role.RECEIVED, 5, NetUid.ROOT));
        assertThat(done.effects().getLast().amounts())
                .containsExactly(
                        new Amount(Role.CHAIN_FEE, 20_000_000, NET),
                        new Amount(Role.WORTH, 1_000_000, NetUid.ROOT));
    }

    @Test
    void errors_without_a_module_are_told_as_well() {
        assertThat(
                        outcome(
                                finney,
                                "{\"System\":{\"ExtrinsicFailed\":{\"dispatch_error\":{\"Token\":\"FundsUnavailable\"},\"dispatch_info\":%s}}}"
                                        .formatted(Scene.INFO)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.words())
                                        .startsWith(
                                                "The account has not enough free τ. (Token.FundsUnavailable)"));
        assertThat(
                        outcome(
                                finney,
                                "{\"System\":{\"ExtrinsicFailed\":{\"dispatch_error\":\"BadOrigin\",\"dispatch_info\":%s}}}"
                                        .formatted(Scene.INFO)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.words())
                                        .startsWith("The chain answered BadOrigin."));
    }

    @Test
    void events_of_the_runtime_before_alpha_are_named_with_their_values() {
        RuntimeMetadata old = RealMetadata.FINNEY_218_V15.decoded();
        Outcome outcome =
                outcome(
                        old,
                        subtensor("StakeAdded", "[\"%s\",\"7\"]".formatted(ONE.address())),
                        Scene.SUCCESS);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        done ->
                                assertThat(done.words())
                                        .isEqualTo(
                                                "Done. SubtensorModule.StakeAdded: [\"%s\",\"7\"]."
                                                        .formatted(ONE.address())));
    }

    @Test
    void more_than_anybody_reads_is_counted() {
        String[] events =
                IntStream.range(0, Outcome.MAX_EFFECTS + 44)
                        .mapToObj(_ -> removed(NET, 5, 100, 0))
                        .toArray(String[]::new);
        Outcome.Succeeded done = done(events);
        assertThat(done.effects()).hasSize(Outcome.MAX_EFFECTS + 1);
        assertThat(done.effects().getLast().words()).isEqualTo("And 44 more.");
        assertThat(done.words()).endsWith("And 249 more.");
    }

    @Test
    void mutated_events_end_in_an_outcome() {
        Bytes good =
                encoded(
                        finney,
                        List.of(
                                added(ME, NET, 10_000_000_000L, 199_812_345_678L, 5_035_000),
                                "{\"Proxy\":{\"ProxyExecuted\":{\"result\":{\"Ok\":null}}}}",
                                Scene.fee(1_234),
                                Scene.SUCCESS));
        SplittableRandom random = new SplittableRandom(11);
        int unclear = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.toArray();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Outcome outcome = Outcome.of(finney, Bytes.of(bytes), 3, ME);
            unclear += outcome instanceof Outcome.Unclear ? 1 : 0;
        }
        assertThat(unclear).isBetween(1, 19_999);
    }
}
