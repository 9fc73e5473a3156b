package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.Bench.NOBODY;
import static io.hypha.devnet.runtime.Bench.TAO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StakeTransitionsTest {

    private final Bench bench = new Bench();
    private final MemoryChain chain = bench.chain;
    private final Bytes mossgate = bench.mossgate;

    @AfterEach
    void the_books_are_closed() {
        bench.assertBooks();
    }

    private WorkingState state() {
        return chain.reading();
    }

    private void put(Bytes key, Bytes value) {
        chain.state.put(key, value);
    }

    @Test
    void a_move_within_a_subnet_touches_no_pool_and_loses_nothing() {
        WeightedPool pool = Swap.pool(state(), 1);
        long alphaOut = state().u64(Subtensor.SUBNET_ALPHA_OUT.key(1));
        long before = bench.stake(bench.alice, mossgate, 1);
        bench.sendWell(bench.alice, Wallet.moveStake(mossgate, bench.fernhollow, 1, 1, 50 * TAO));
        assertThat(Swap.pool(state(), 1)).isEqualTo(pool);
        assertThat(state().u64(Subtensor.SUBNET_ALPHA_OUT.key(1))).isEqualTo(alphaOut);
        assertThat(bench.stake(bench.alice, bench.fernhollow, 1)).isBetween(50 * TAO - 1, 50 * TAO);
        assertThat(bench.stake(bench.alice, mossgate, 1))
                .isBetween(before - 50 * TAO - 1, before - 50 * TAO);
        JsonNode moved = bench.event("SubtensorModule", "StakeMoved");
        long worth = Swap.price(state(), 1).times(Fixed.f64(50 * TAO)).floor();
        assertThat(moved.get(5).asString()).isEqualTo(Long.toString(worth));
    }

    @Test
    void a_swap_sells_and_buys_with_the_fee_once_at_the_origin() {
        long free = bench.free(bench.alice);
        Swap.Outcome sold = Swap.simulated(state(), 1, Swap.Side.SELL, 100 * TAO);
        Swap.Outcome bought =
                Swap.swapped(state(), 3, Swap.Side.BUY, sold.paidOut(), Swap.MAX_PRICE, false);
        Bytes call = Wallet.swapStake(mossgate, 1, 3, 100 * TAO);
        long fee = bench.fee(bench.alice, call);
        bench.sendWell(bench.alice, call);
        assertThat(bench.names())
                .containsSubsequence(
                        "SubtensorModule.StakeRemoved",
                        "SubtensorModule.StakeAdded",
                        "SubtensorModule.StakeSwapped");
        JsonNode removed = bench.event("SubtensorModule", "StakeRemoved");
        assertThat(removed.get(2).asString()).isEqualTo(Long.toString(sold.paidOut()));
        assertThat(removed.get(5).asString()).isEqualTo(Long.toString(sold.fee()));
        JsonNode added = bench.event("SubtensorModule", "StakeAdded");
        assertThat(added.get(3).asString()).isEqualTo(Long.toString(bought.paidOut()));
        assertThat(added.get(5).asString()).isEqualTo("0");
        JsonNode swapped = bench.event("SubtensorModule", "StakeSwapped");
        assertThat(swapped.get(4).asString()).isEqualTo(Long.toString(sold.paidOut()));
        assertThat(bench.free(bench.alice)).isEqualTo(free - fee);
        assertThat(bench.stake(bench.alice, mossgate, 3))
                .isBetween(bought.paidOut() - 1, bought.paidOut());
    }

    @Test
    void a_swap_from_root_pays_its_fee_at_the_destination() {
        Swap.Outcome bought = Swap.simulated(state(), 2, Swap.Side.BUY, 40 * TAO);
        bench.sendWell(bench.alice, Wallet.swapStake(bench.third, 0, 2, 40 * TAO));
        assertThat(bench.event("SubtensorModule", "StakeRemoved").get(5).asString()).isEqualTo("0");
        JsonNode added = bench.event("SubtensorModule", "StakeAdded");
        assertThat(added.get(5).asString()).isEqualTo(Long.toString(bought.fee()));
        assertThat(added.get(3).asString()).isEqualTo(Long.toString(bought.paidOut()));
        assertThat(bench.stake(bench.alice, bench.third, 0)).isEqualTo(60 * TAO);
    }

    @Test
    void a_swap_limit_is_a_ratio_that_caps_the_amount_and_nothing_more() {
        long ratio =
                Swap.price(state(), 1)
                        .dividedBy(Swap.price(state(), 3))
                        .times(Fixed.f64(TAO))
                        .floor();
        long limit = ratio - ratio / 200;
        long most = new StakeLimits(state()).mostToMove(1, 3, limit);
        assertThat(most).isPositive();
        bench.expectError(
                bench.alice,
                Wallet.swapStakeLimit(mossgate, 1, 3, 100 * TAO, ratio + ratio / 100, false),
                7,
                84);
        bench.sendWell(bench.alice, Wallet.swapStakeLimit(mossgate, 1, 3, 100 * TAO, limit, false));
        long moved = Math.min(100 * TAO, most);
        JsonNode removed = bench.event("SubtensorModule", "StakeRemoved");
        assertThat(removed.get(3).asLong() + removed.get(5).asLong()).isEqualTo(moved);
    }

    @Test
    void a_swap_limit_that_is_out_of_reach_moves_nothing_when_a_part_will_do() {
        long before = bench.stake(bench.alice, mossgate, 1);
        bench.sendWell(
                bench.alice,
                Wallet.swapStakeLimit(mossgate, 1, 3, 100 * TAO, Long.MAX_VALUE, true));
        assertThat(bench.event("SubtensorModule", "StakeSwapped").get(4).asString()).isEqualTo("0");
        assertThat(bench.stake(bench.alice, mossgate, 1)).isEqualTo(before);
    }

    /** Facts economics §6.5: limit ratio .4975 on these pools caps at 3350083752093 rao. */
    @Test
    void the_cap_of_a_move_is_that_of_the_facts() {
        long half = WeightedPool.HALF;
        pool(1, 2_000_000 * TAO, 100_000 * TAO, half);
        pool(3, 500_000 * TAO, 50_000 * TAO, half);
        StakeLimits limits = new StakeLimits(state());
        assertThat(limits.mostToMove(1, 3, 497_500_000)).isEqualTo(3_350_083_752_093L);
        assertThat(limits.mostToMove(1, 3, 500_000_001)).isZero();
        assertThat(limits.mostToMove(1, 3, 0)).isEqualTo(StakeLimits.UNLIMITED);
        assertThat(limits.mostToMove(1, 3, 1)).isZero();
        assertThat(limits.mostToMove(0, 0, TAO)).isEqualTo(StakeLimits.UNLIMITED);
        assertThat(limits.mostToMove(0, 0, TAO + 1)).isZero();
        assertThat(limits.mostToMove(0, 1, 0)).isEqualTo(StakeLimits.UNLIMITED);
        assertThat(limits.mostToMove(0, 1, 19_900_497_512L))
                .isEqualTo(limits.mostToAdd(1, 50_250_000));
        assertThat(limits.mostToMove(1, 0, 49_750_000))
                .isEqualTo(limits.mostToRemove(1, 49_750_000));
        chain.state.putAll(new Bench().chain.state);
    }

    private void pool(int netuid, long alpha, long tao, long weight) {
        put(Subtensor.SUBNET_ALPHA_IN.key(netuid), WorkingState.littleEndian(alpha, 8));
        put(Subtensor.SUBNET_TAO.key(netuid), WorkingState.littleEndian(tao, 8));
        put(Items.SWAP_BALANCER.key(netuid), WorkingState.littleEndian(weight, 8));
    }

    /** Facts economics §6.5: 1000 alpha from one pool to the other. */
    @Test
    void the_amounts_of_a_move_are_those_of_the_facts() {
        pool(1, 2_000_000 * TAO, 100_000 * TAO, WeightedPool.HALF);
        pool(3, 500_000 * TAO, 50_000 * TAO, WeightedPool.HALF);
        long tao =
                Swap.swapped(state(), 1, Swap.Side.SELL, 1_000 * TAO, Swap.MIN_PRICE, true)
                        .paidOut();
        assertThat(tao).isEqualTo(49_949_860_259L);
        assertThat(Swap.swapped(state(), 3, Swap.Side.BUY, tao, Swap.MAX_PRICE, false).paidOut())
                .isEqualTo(499_000_102_881L);
        chain.state.putAll(new Bench().chain.state);
    }

    @Test
    void a_transfer_changes_the_owner_within_a_subnet() {
        long before = bench.stake(bench.alice, mossgate, 1);
        bench.sendWell(
                bench.alice, Wallet.transferStake(bench.eve.account(), mossgate, 1, 1, 60 * TAO));
        assertThat(bench.stake(bench.eve, mossgate, 1)).isBetween(60 * TAO - 1, 60 * TAO);
        assertThat(bench.stake(bench.alice, mossgate, 1))
                .isBetween(before - 60 * TAO - 1, before - 60 * TAO);
        assertThat(bench.names()).contains("SubtensorModule.StakeTransferred");
    }

    @Test
    void a_transfer_across_subnets_goes_through_both_coldkeys_tao() {
        long sold = Swap.simulated(state(), 1, Swap.Side.SELL, 60 * TAO).paidOut();
        long eves = bench.free(bench.eve);
        bench.sendWell(
                bench.alice, Wallet.transferStake(bench.eve.account(), mossgate, 1, 3, 60 * TAO));
        assertThat(bench.free(bench.eve)).isEqualTo(eves);
        assertThat(bench.event("SubtensorModule", "StakeTransferred").get(5).asString())
                .isEqualTo(Long.toString(sold));
        assertThat(bench.stake(bench.eve, mossgate, 3)).isPositive();
    }

    /** What Alice's stake earned is not claimed, and her watermark cannot fall below zero. */
    @Test
    void root_stake_that_moves_unclaimed_leaves_its_earnings_to_nobody() {
        RootClaims before = new RootClaims(state());
        Fixed rate = before.rates(bench.third).get(1);
        Bytes alice = bench.alice.account();
        long owed = before.owed(bench.third, alice, 1, rate).floor();
        assertThat(before.claimed(1, bench.third, alice)).isZero();
        bench.sendWell(
                bench.alice,
                Wallet.transferStake(bench.eve.account(), bench.third, 0, 0, 30 * TAO));
        RootClaims after = new RootClaims(state());
        assertThat(after.owed(bench.third, alice, 1, rate).floor())
                .isBetween(owed / 10 * 7 - 7, owed / 10 * 7 + 7);
        assertThat(after.owed(bench.third, bench.eve.account(), 1, rate).floor()).isBetween(0L, 1L);
    }

    @Test
    void root_stake_takes_its_watermark_along_as_far_as_that_goes() {
        bench.sendWell(bench.eve, Wallet.addStake(mossgate, 0, 50 * TAO));
        chain.author(chain.spec.epochBlocks());
        RootClaims before = new RootClaims(state());
        Fixed rate = before.rates(mossgate).get(1);
        Fixed owed = before.owed(mossgate, bench.eve.account(), 1, rate);
        assertThat(owed.floor()).isPositive();
        bench.sendWell(bench.eve, Wallet.moveStake(mossgate, bench.fernhollow, 0, 0, 20 * TAO));
        assertThat(new RootClaims(state()).owed(mossgate, bench.eve.account(), 1, rate).floor())
                .isBetween(owed.floor() - 1, owed.floor() + 1);
    }

    @Test
    void a_subnet_may_forbid_transfers_but_not_moves() {
        put(Subtensor.TRANSFER_TOGGLE.key(1), Bytes.ofInts(0));
        Bytes eve = bench.eve.account();
        bench.expectError(bench.alice, Wallet.transferStake(eve, mossgate, 1, 1, 60 * TAO), 7, 85);
        bench.expectError(bench.alice, Wallet.transferStake(eve, mossgate, 1, 3, 60 * TAO), 7, 85);
        bench.expectError(
                bench.alice, Wallet.transferStake(eve, bench.third, 0, 1, 60 * TAO), 7, 85);
        bench.sendWell(bench.alice, Wallet.moveStake(mossgate, bench.fernhollow, 1, 1, 60 * TAO));
    }

    @Test
    void mistakes_get_the_main_networks_errors() {
        bench.expectError(bench.alice, Wallet.swapStake(mossgate, 1, 1, 10 * TAO), 7, 96);
        bench.expectError(bench.alice, Wallet.swapStake(mossgate, 1, 99, 10 * TAO), 7, 76);
        bench.expectError(bench.alice, Wallet.swapStake(NOBODY, 1, 3, 10 * TAO), 7, 5);
        bench.expectError(bench.alice, Wallet.swapStake(mossgate, 1, 3, 0), 7, 82);
        bench.expectError(bench.alice, Wallet.swapStake(mossgate, 1, 3, 1_000), 7, 82);
        bench.expectError(bench.eve, Wallet.swapStake(mossgate, 1, 3, 10 * TAO), 7, 82);
        bench.expectError(
                bench.alice, Wallet.moveStake(mossgate, bench.fernhollow, 1, 1, 1_000), 7, 82);
        bench.expectError(
                bench.alice,
                Wallet.transferStake(bench.alice.account(), mossgate, 1, 1, 10 * TAO),
                7,
                96);
        put(Subtensor.SUBTOKEN_ENABLED.key(3), Bytes.ofInts(0));
        bench.expectError(bench.alice, Wallet.swapStake(mossgate, 1, 3, 10 * TAO), 7, 94);
    }

    @Test
    void more_than_the_position_moves_the_position() {
        bench.sendWell(bench.alice, Wallet.swapStake(mossgate, 1, 3, -1));
        assertThat(bench.stake(bench.alice, mossgate, 1)).isLessThanOrEqualTo(1);
    }
}
