package io.hypha.stake;

import static io.hypha.stake.PlanScene.ELSEWHERE;
import static io.hypha.stake.PlanScene.MOSSGATE;
import static io.hypha.stake.PlanScene.OTHER;
import static io.hypha.stake.PlanScene.SIGNER;
import static io.hypha.stake.PlanScene.SOMEBODY;
import static io.hypha.stake.PlanScene.SUBNET;
import static io.hypha.stake.PlanScene.TAO;
import static io.hypha.stake.PlanScene.WIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.Alpha;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.Rule;
import io.hypha.chain.StakingState;
import io.hypha.chain.SubnetPool;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.stake.PlanAnswer.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each thing that the chain would refuse, beside its twin that it takes. */
class HardStopsTest {

    private final PlanScene scene = new PlanScene();

    private void stops(Field field, String words, StakingAction action) {
        String sentence = scene.refusal(field, action);
        assertTrue(sentence.contains(words), sentence);
    }

    private void unknown(StakingAction action, String words) {
        PlanAnswer.Unknown unknown =
                assertInstanceOf(PlanAnswer.Unknown.class, scene.answer(action));
        assertTrue(unknown.text().contains(words), unknown.text());
    }

    private static <T> Rule<T> unread() {
        return new Rule.Unknown<>(Reading.Reason.UNSUPPORTED, "it has an unknown form");
    }

    private static <T> Rule<T> absent() {
        return new Rule.NoSuchRule<>("such a thing");
    }

    /** The rule stops, its absence does not, and unread it is neither. */
    private <T> void rule(
            Consumer<Rule<T>> set,
            Rule<T> stopping,
            StakingAction action,
            Field field,
            String words) {
        set.accept(stopping);
        stops(field, words, action);
        set.accept(absent());
        scene.plan(action);
        set.accept(unread());
        unknown(action, "unknown form");
    }

    @Test
    void a_stake_below_the_chains_minimum_with_its_fee() {
        stops(Field.AMOUNT, "At least 0.002 τ", PlanScene.stake(2_001_006));
        scene.plan(PlanScene.stake(2_001_008));
        stops(
                Field.AMOUNT,
                "At least 0.002 τ",
                new StakingAction.Stake(MOSSGATE, NetUid.ROOT, 1_999_999, WIDE));
        scene.plan(new StakingAction.Stake(MOSSGATE, NetUid.ROOT, 2_000_000, WIDE));
    }

    @Test
    void a_minimum_that_the_chain_has_changed() {
        scene.states.minimumStake = Rule.set(5 * TAO);
        stops(Field.AMOUNT, "At least 5 τ", PlanScene.stake(4 * TAO));
        scene.plan(PlanScene.stake(6 * TAO));
    }

    @Test
    void a_part_that_gives_too_little_but_not_the_whole() {
        stops(Field.AMOUNT, "at least 0.002 τ", PlanScene.unstake(39_000_000));
        scene.plan(PlanScene.unstake(41_000_000));
        scene.chain.positions.get(SIGNER).clear();
        scene.chain.stake(SIGNER, SUBNET, 39_000_000);
        scene.plan(PlanScene.unstake(39_000_000));
        scene.plan(new StakingAction.UnstakeFully(MOSSGATE, SUBNET, WIDE));
    }

    @Test
    void a_rest_below_the_nominators_minimum_is_told_and_not_stopped() {
        scene.states.nominatorMinimum = Rule.set(50_000_000L);
        long all = 30_000 * TAO;

        // 50 times 0.002 τ are 0.1 τ, 2 α at this price
        assertTrue(
                scene.plan(PlanScene.unstake(all - TAO)).warnings().stream()
                        .anyMatch(each -> each.contains("worth less than 0.1 τ")));
        assertEquals(List.of(), scene.plan(PlanScene.unstake(all - 3 * TAO)).warnings());
        assertEquals(List.of(), scene.plan(PlanScene.unstake(all)).warnings());
    }

    @Test
    void more_than_is_staked() {
        stops(Field.AMOUNT, "30000 α of subnet 12 staked", PlanScene.unstake(30_000 * TAO + 1));
        scene.plan(PlanScene.unstake(30_000 * TAO));
        stops(
                Field.HOTKEY,
                "no stake with this validator there",
                new StakingAction.UnstakeFully(MOSSGATE, OTHER, WIDE));
    }

    @Test
    void what_conviction_locks_by_the_runtimes_own_word() {
        scene.runtime.answers.put(Availability.METHOD, available(1_000 * TAO));
        stops(Field.AMOUNT, "only 1000 α of subnet 12 may", PlanScene.unstake(1_000 * TAO + 1));
        scene.plan(PlanScene.unstake(1_000 * TAO));
        stops(
                Field.AMOUNT,
                "locked by conviction",
                new StakingAction.Batch(
                        List.of(PlanScene.unstake(600 * TAO), PlanScene.unstake(600 * TAO))));
    }

    private static Bytes available(long rao) {
        return new ScaleCodecWriter()
                .writeCompact(1)
                .writeFixed(SIGNER.key().toBytes())
                .writeCompact(1)
                .writeUint16(SUBNET.value())
                .writeCompact(30_000 * TAO)
                .writeCompact(30_000 * TAO - rao)
                .writeCompact(rao)
                .toBytes();
    }

    @Test
    void a_lock_of_which_the_runtime_cannot_be_asked_is_unknown() {
        scene.runtime.answers.remove(Availability.METHOD);
        scene.runtime.outcomes.put(Availability.METHOD, new ExecutedOutcome.Trapped("a panic"));
        scene.plan(PlanScene.unstake(TAO));

        scene.states.locked = Rule.set(Map.of(SUBNET, new Alpha(SUBNET, TAO)));
        unknown(PlanScene.unstake(TAO), "once locked 1 α");
        scene.states.locked = absent();
        scene.plan(PlanScene.unstake(TAO));
    }

    @Test
    void root_stake_that_is_held_for_a_while() {
        StakingAction leave = new StakingAction.Unstake(MOSSGATE, NetUid.ROOT, TAO, WIDE);
        scene.plan(leave);
        scene.states.rootUnlockInterval = Rule.set(100L);
        scene.plan(leave);
        scene.states.lastStakeBlock = Rule.set(902L);
        stops(Field.AMOUNT, "until block #1002", leave);
        scene.states.lastStakeBlock = Rule.set(901L);
        scene.plan(leave);
        scene.states.rootUnlockInterval = unread();
        unknown(leave, "unknown form");
    }

    @Test
    void a_subnet_that_is_not_there() {
        stops(
                Field.NETUID,
                "There is no subnet 999",
                new StakingAction.Stake(MOSSGATE, new NetUid(999), TAO, WIDE));
    }

    @Test
    void a_subnet_that_takes_no_stake_yet_but_lets_one_leave() {
        scene.chain.subtoken = false;
        stops(Field.NETUID, "takes no stake yet", PlanScene.stake(TAO));
        stops(Field.NETUID, "takes no stake yet", PlanScene.move(TAO));
        scene.plan(PlanScene.unstake(TAO));
    }

    @Test
    void a_subnet_that_forbids_transfers_but_not_moves() {
        StakingAction transfer =
                new StakingAction.Transfer(SOMEBODY, MOSSGATE, SUBNET, SUBNET, TAO);
        scene.plan(transfer);
        rule(
                rule -> scene.states.transferAllowed = rule,
                Rule.set(false),
                transfer,
                Field.NETUID,
                "forbids that stake is given");
        scene.plan(PlanScene.move(TAO));
    }

    @Test
    void a_validator_that_nobody_owns() {
        Hotkey nobody = new Hotkey(Hash256.ZERO);
        stops(
                Field.HOTKEY,
                "knows no validator",
                new StakingAction.Stake(nobody, SUBNET, TAO, WIDE));
        stops(
                Field.HOTKEY,
                "knows no validator",
                new StakingAction.Move(MOSSGATE, nobody, SUBNET, SUBNET, TAO));
        scene.plan(new StakingAction.Move(MOSSGATE, ELSEWHERE, SUBNET, SUBNET, TAO));
    }

    @Test
    void pools_that_are_empty_or_much_too_small() {
        scene.chain.pool(999_999, 100 * TAO, io.hypha.chain.SubnetPool.WEIGHT_HALF);
        stops(Field.AMOUNT, "as good as empty", PlanScene.stake(TAO));
        scene.chain.pool(100 * TAO, 0, io.hypha.chain.SubnetPool.WEIGHT_HALF);
        stops(Field.AMOUNT, "as good as empty", PlanScene.stake(TAO));
        scene.chain.pool(100 * TAO, TAO, io.hypha.chain.SubnetPool.WEIGHT_HALF);
        stops(Field.AMOUNT, "thousand times", PlanScene.stake(1_000 * TAO + 1));
        stops(Field.AMOUNT, "tolerance of 5 %", PlanScene.stake(1_000 * TAO));
    }

    @Test
    void what_moves_the_price_beyond_the_tolerance_and_what_just_fits() {
        String sentence = scene.refusal(Field.AMOUNT, PlanScene.stake(3_000 * TAO));
        assertTrue(sentence.contains("At most 2470.751801037 τ fit"), sentence);
        scene.plan(PlanScene.stake(2_470_751_801_037L));
        stops(Field.AMOUNT, "tolerance of 5 %", PlanScene.stake(2_470_751_801_038L));
        stops(Field.AMOUNT, "tolerance of 5 %", PlanScene.swap(SUBNET, OTHER, 29_000 * TAO));
    }

    /** 500 000 α × ⅔ ÷ 0.51458 is less than 2 000 000 α × ⅓; ÷ 0.49439 it is 7 567 α more. */
    @Test
    void a_swap_that_the_chain_reckons_beyond_its_limit_for_want_of_weights() {
        scene.chain.pool(2_000_000 * TAO, 100_000 * TAO, weight(480));
        stops(Field.AMOUNT, "no amount fits", PlanScene.swap(SUBNET, OTHER, 1_000 * TAO));
    }

    @Test
    void a_swap_of_more_than_the_reserves_alone_would_let_through() {
        scene.chain.pool(2_000_000 * TAO, 100_000 * TAO, weight(490));
        stops(Field.AMOUNT, "at most 7567", PlanScene.swap(SUBNET, OTHER, 8_000 * TAO));
        scene.plan(PlanScene.swap(SUBNET, OTHER, 7_500 * TAO));
    }

    private static long weight(int thousandths) {
        return SubnetPool.WEIGHT_WHOLE / 1_000 * thousandths;
    }

    @Test
    void an_account_that_changes_its_coldkey() {
        rule(
                rule -> scene.states.swapAnnounced = rule,
                Rule.set(1_500L),
                PlanScene.stake(TAO),
                Field.ACCOUNT,
                "for block #1500");
        scene.states.swapAnnounced = new Rule.Unset<>();
        rule(
                rule -> scene.states.swapDisputed = rule,
                Rule.set(900L),
                PlanScene.stake(TAO),
                Field.ACCOUNT,
                "is disputed");
    }

    @Test
    void a_chain_in_safe_mode() {
        rule(
                rule -> scene.states.safeModeUntil = rule,
                Rule.set(2_000L),
                PlanScene.stake(TAO),
                Field.ACTION,
                "safe mode until block #2000");
    }

    @Test
    void a_fee_that_is_not_known_is_said_and_not_taken_for_none() {
        for (String method :
                List.of(
                        "TransactionPaymentApi_query_info",
                        "TransactionPaymentApi_query_fee_details")) {
            scene.runtime.outcomes.put(method, new ExecutedOutcome.Trapped("a panic"));
        }
        scene.chain.account(SIGNER, 10 * TAO, 5);
        Plan plan = scene.plan(PlanScene.stake(9 * TAO));
        assertInstanceOf(Reading.Missing.class, plan.chainFee());
        assertTrue(
                plan.warnings().stream().anyMatch(each -> each.contains("was not checked")),
                "" + plan.warnings());
        stops(Field.AMOUNT, "less a chain fee that is not known", PlanScene.stake(10 * TAO));
    }

    @Test
    void what_would_not_leave_enough_for_the_fee() {
        scene.chain.account(SIGNER, 10 * TAO, 5);
        long most = 10 * TAO - 123_456 - 500;
        stops(Field.AMOUNT, "At most 9.999876044 τ", PlanScene.stake(most + 1));
        assertTrue(
                scene.plan(PlanScene.stake(most)).warnings().getFirst().contains("Little τ stays"));
        assertEquals(List.of(), scene.plan(PlanScene.stake(9 * TAO)).warnings());
        stops(
                Field.AMOUNT,
                "this needs 12 τ",
                new StakingAction.Batch(
                        List.of(PlanScene.stake(6 * TAO), PlanScene.stake(6 * TAO))));
        scene.plan(
                new StakingAction.Batch(
                        List.of(PlanScene.unstake(1_000 * TAO), PlanScene.stake(12 * TAO))));
    }

    @Test
    void a_fee_that_cannot_be_paid_unless_alpha_pays_it() {
        scene.chain.account(SIGNER, 1_000, 5);
        assertTrue(
                scene.plan(PlanScene.unstake(TAO))
                        .warnings()
                        .getFirst()
                        .contains("in the alpha that is touched"));
        stops(
                Field.ACCOUNT,
                "cannot pay the chain fee of 0.000123456 τ",
                new StakingAction.SetRootClaimType("Keep", List.of()));
        scene.chain.account(SIGNER, 123_956, 5);
        scene.plan(new StakingAction.SetRootClaimType("Keep", List.of()));
    }

    @Test
    void a_signer_who_is_no_staking_proxy() {
        StakingAction action =
                new StakingAction.AsProxy(SOMEBODY, (StakingAction.Single) PlanScene.unstake(TAO));
        scene.chain.stake(SOMEBODY, SUBNET, 10 * TAO);
        stops(Field.ACCOUNT, "no staking proxy", action);
        scene.states.proxies = Rule.set(List.of(new StakingState.Proxy(SIGNER, "Any", 0)));
        stops(Field.ACCOUNT, "no staking proxy", action);
        scene.states.proxies = Rule.set(List.of(new StakingState.Proxy(SIGNER, "Staking", 10)));
        stops(Field.ACCOUNT, "no staking proxy", action);
        scene.states.proxies = Rule.set(List.of(new StakingState.Proxy(SIGNER, "Staking", 0)));
        scene.plan(action);
        scene.states.proxies = unread();
        unknown(action, "unknown form");
    }

    @Test
    void proxies_that_are_there_already_are_too_many_or_were_never_there() {
        StakingAction add = new StakingAction.AddStakingProxy(SOMEBODY);
        StakingAction remove = new StakingAction.RemoveStakingProxy(SOMEBODY);
        scene.plan(add);
        stops(Field.ACCOUNT, "is no staking proxy", remove);
        stops(Field.ACCOUNT, "its own proxy", new StakingAction.AddStakingProxy(SIGNER));
        scene.states.proxies = Rule.set(List.of(new StakingState.Proxy(SOMEBODY, "Staking", 0)));
        stops(Field.ACCOUNT, "already", add);
        scene.plan(remove);
        scene.states.proxies = Rule.set(List.of(new StakingState.Proxy(SIGNER, "Any", 0)));
        scene.states.mostProxies = Rule.set(1L);
        stops(Field.ACCOUNT, "at most 1 proxies", add);
        scene.states.mostProxies = absent();
        scene.plan(add);
        scene.chain.account(SIGNER, 33_000_000, 5);
        stops(Field.AMOUNT, "this needs 0.033 τ", add);
    }

    @Test
    void an_auto_stake_with_somebody_who_is_not_registered_or_has_it_already() {
        StakingAction action = new StakingAction.AutoStake(SUBNET, MOSSGATE);
        scene.plan(action);
        scene.states.registered = new Rule.Unset<>();
        stops(Field.HOTKEY, "not registered", action);
        scene.states.registered = Rule.set(3L);
        scene.states.autoStake = Rule.set(MOSSGATE);
        stops(Field.HOTKEY, "already", action);
        scene.states.autoStake = Rule.set(ELSEWHERE);
        scene.plan(action);
    }

    @Test
    void a_transfer_to_oneself_and_a_move_of_next_to_nothing() {
        stops(
                Field.ACCOUNT,
                "belongs to this account already",
                new StakingAction.Transfer(SIGNER, MOSSGATE, SUBNET, SUBNET, TAO));
        stops(Field.AMOUNT, "τ in value", PlanScene.move(39_999_999));
        scene.plan(PlanScene.move(40_000_000));
        stops(Field.AMOUNT, "τ on the way", PlanScene.swap(SUBNET, OTHER, 40_000_000));
        scene.plan(PlanScene.swap(SUBNET, OTHER, 41_000_000));
    }

    @Test
    void whatever_depends_on_an_account_asks_for_one() {
        PlanAnswer.Refused refused =
                assertInstanceOf(
                        PlanAnswer.Refused.class,
                        scene.planner.plan(
                                new StakingAction.UnstakeAll(MOSSGATE), Optional.empty()));
        assertEquals(Field.ACCOUNT, refused.field());
    }

    @Test
    void a_call_that_this_runtime_does_not_have() {
        stops(
                Field.ACTION,
                "has no call SubtensorModule.stake_into_basket",
                new StakingAction.StakeIntoBasket(MOSSGATE, TAO));
    }

    @Test
    void is_unknown_and_not_refused_when_no_peer_answers() {
        scene.chain.silent = "no endpoint answered";
        PlanAnswer.Unknown unknown =
                assertInstanceOf(PlanAnswer.Unknown.class, scene.answer(PlanScene.stake(TAO)));
        assertEquals(Reading.Reason.NO_PEER, unknown.reason());
    }
}
