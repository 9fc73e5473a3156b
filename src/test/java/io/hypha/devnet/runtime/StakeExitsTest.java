package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.Bench.NOBODY;
import static io.hypha.devnet.runtime.Bench.TAO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StakeExitsTest {

    private final Bench bench = new Bench();
    private final MemoryChain chain = bench.chain;
    private final Bytes mossgate = bench.mossgate;

    @AfterEach
    void the_books_are_closed() {
        bench.assertBooks();
    }

    private long sold(int netuid) {
        long alpha = bench.stake(bench.alice, mossgate, netuid);
        return Swap.simulated(chain.reading(), netuid, Swap.Side.SELL, alpha).paidOut();
    }

    @Test
    void the_whole_position_goes_at_the_market_or_not_below_a_price() {
        long spot = Swap.price(chain.reading(), 1).times(Fixed.f64(TAO)).floor();
        bench.expectError(
                bench.alice, Wallet.removeStakeFull(mossgate, 1, Optional.of(spot)), 7, 84);
        bench.expectError(
                bench.alice, Wallet.removeStakeFull(mossgate, 1, Optional.of(2 * spot)), 28, 3);
        long expected = sold(1);
        Bytes call = Wallet.removeStakeFull(mossgate, 1, Optional.of(spot - spot / 20));
        long free = bench.free(bench.alice) - bench.fee(bench.alice, call);
        bench.sendWell(bench.alice, call);
        assertThat(bench.free(bench.alice)).isEqualTo(free + expected);
        assertThat(bench.stake(bench.alice, mossgate, 1)).isZero();
        bench.expectError(
                bench.alice, Wallet.removeStakeFull(mossgate, 1, Optional.empty()), 7, 82);
        bench.sendWell(bench.alice, Wallet.addStake(mossgate, 1, 5 * TAO));
        bench.sendWell(bench.alice, Wallet.removeStakeFull(mossgate, 1, Optional.empty()));
        assertThat(bench.stake(bench.alice, mossgate, 1)).isZero();
    }

    @Test
    void all_subnets_are_unstaked_to_free_tao_root_included() {
        bench.sendWell(bench.alice, Wallet.addStake(mossgate, 0, 7 * TAO));
        bench.sendWell(bench.alice, Wallet.addStake(mossgate, 4, 9 * TAO));
        long expected = sold(0) + sold(1) + sold(4);
        Bytes call = Wallet.unstakeAll(mossgate);
        long free = bench.free(bench.alice) - bench.fee(bench.alice, call);
        bench.sendWell(bench.alice, call);
        assertThat(bench.names().stream().filter("SubtensorModule.StakeRemoved"::equals))
                .hasSize(3);
        assertThat(bench.free(bench.alice)).isEqualTo(free + expected);
        for (int netuid : new int[] {0, 1, 4}) {
            assertThat(bench.stake(bench.alice, mossgate, netuid)).isZero();
        }
        assertThat(bench.stake(bench.alice, bench.third, 0)).isEqualTo(100 * TAO);
    }

    @Test
    void unstaking_all_of_nothing_succeeds_and_does_nothing() {
        bench.sendWell(bench.eve, Wallet.unstakeAll(mossgate));
        assertThat(bench.names()).doesNotContain("SubtensorModule.StakeRemoved");
        bench.expectError(bench.eve, Wallet.unstakeAll(NOBODY), 7, 5);
        bench.expectError(bench.eve, Wallet.unstakeAllAlpha(NOBODY), 7, 5);
        bench.expectError(bench.eve, Wallet.unstakeAllAlpha(mossgate), 7, 82);
    }

    @Test
    void all_alpha_becomes_root_stake_on_the_same_hotkey() {
        bench.sendWell(bench.alice, Wallet.addStake(mossgate, 0, 7 * TAO));
        bench.sendWell(bench.alice, Wallet.addStake(mossgate, 4, 9 * TAO));
        long expected = sold(1) + sold(4);
        Bytes call = Wallet.unstakeAllAlpha(mossgate);
        long free = bench.free(bench.alice) - bench.fee(bench.alice, call);
        bench.sendWell(bench.alice, call);
        assertThat(bench.free(bench.alice)).isEqualTo(free);
        assertThat(bench.stake(bench.alice, mossgate, 0)).isEqualTo(7 * TAO + expected);
        assertThat(bench.stake(bench.alice, mossgate, 1)).isZero();
        assertThat(bench.stake(bench.alice, mossgate, 4)).isZero();
    }

    @Test
    void a_subnet_whose_alpha_is_closed_is_passed_over() {
        chain.state.put(Subtensor.SUBTOKEN_ENABLED.key(1), Bytes.ofInts(0));
        long before = bench.stake(bench.alice, mossgate, 1);
        bench.sendWell(bench.alice, Wallet.unstakeAll(mossgate));
        assertThat(bench.stake(bench.alice, mossgate, 1)).isEqualTo(before);
    }

    @Test
    void what_a_nominator_leaves_below_the_least_is_unstaked_too() {
        long position = bench.stake(bench.alice, mossgate, 1);
        bench.sendWell(bench.alice, Wallet.removeStake(mossgate, 1, position - 1_000));
        assertThat(bench.names().stream().filter("SubtensorModule.StakeRemoved"::equals))
                .hasSize(2);
        assertThat(bench.stake(bench.alice, mossgate, 1)).isZero();
        bench.sendWell(bench.alice, Wallet.addStake(mossgate, 1, 20 * TAO));
        position = bench.stake(bench.alice, mossgate, 1);
        bench.sendWell(bench.alice, Wallet.removeStake(mossgate, 1, position / 2));
        assertThat(bench.stake(bench.alice, mossgate, 1)).isPositive();
    }

    @Test
    void the_index_of_root_stakers_follows_who_holds_root_stake() {
        assertIndexed(bench.eve, false);
        bench.sendWell(bench.eve, Wallet.addStake(mossgate, 0, 5 * TAO));
        assertIndexed(bench.eve, true);
        bench.sendWell(bench.alice, Wallet.unstakeAll(bench.third));
        assertIndexed(bench.alice, false);
        bench.sendWell(bench.eve, Wallet.removeStake(mossgate, 0, 2 * TAO));
        assertIndexed(bench.eve, true);
        bench.sendWell(bench.eve, Wallet.unstakeAll(mossgate));
        assertIndexed(bench.eve, false);
    }

    private void assertIndexed(Wallet wallet, boolean indexed) {
        WorkingState state = chain.reading();
        assertThat(state.contains(Subtensor.STAKING_COLDKEYS.key(wallet.account())))
                .isEqualTo(indexed);
        long count = state.u64(Subtensor.NUM_STAKING_COLDKEYS.prefix());
        for (long index = 0; index < count; index++) {
            Bytes at = WorkingState.littleEndian(index, 8);
            Bytes coldkey = state.get(Subtensor.STAKING_COLDKEYS_BY_INDEX.key(at)).orElseThrow();
            assertThat(state.get(Subtensor.STAKING_COLDKEYS.key(coldkey))).contains(at);
        }
        assertThat(
                        state.contains(
                                Subtensor.STAKING_COLDKEYS_BY_INDEX.key(
                                        WorkingState.littleEndian(count, 8))))
                .isFalse();
    }

    @Test
    void only_one_position_can_pay_the_fee_of_unstaking_all_in_alpha() {
        Wallet poor = Wallet.ed25519(9);
        bench.sendWell(bench.eve, Wallet.transfer(poor.account(), 50 * TAO));
        bench.sendWell(poor, Wallet.addStake(mossgate, 3, 20 * TAO));
        bench.sendWell(poor, Wallet.addStake(mossgate, 4, 20 * TAO));
        long fee = bench.fee(poor, Wallet.transfer(bench.eve.account(), 1L << 32));
        bench.sendWell(poor, Wallet.transfer(bench.eve.account(), bench.free(poor) - fee - 5_000));
        Bytes all = poor.sign(chain, Wallet.unstakeAll(mossgate));
        assertThat(chain.runtime.validate(chain, chain.next(), all))
                .isEqualTo(new Validity.Invalid(Validity.InvalidTransaction.PAYMENT));
        bench.sendWell(poor, Wallet.swapStake(mossgate, 4, 3, 5 * TAO));
        assertThat(bench.names()).contains("SubtensorModule.TransactionFeePaidWithAlpha");
        bench.sendWell(poor, Wallet.removeStakeFull(mossgate, 4, Optional.empty()));
        assertThat(bench.stake(poor, mossgate, 4)).isZero();
        bench.sendWell(
                poor,
                Wallet.transfer(
                        bench.eve.account(),
                        bench.free(poor)
                                - bench.fee(poor, Wallet.transfer(bench.eve.account(), 1L << 32))
                                - 5_000));
        bench.sendWell(poor, Wallet.unstakeAll(mossgate));
        assertThat(bench.names()).contains("SubtensorModule.TransactionFeePaidWithAlpha");
        assertThat(bench.free(poor)).isGreaterThan(15 * TAO);
    }
}
