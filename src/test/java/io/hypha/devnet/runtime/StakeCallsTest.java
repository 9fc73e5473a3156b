package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StakeCallsTest {

    private static final long TAO = 1_000_000_000;
    private static final Bytes NOBODY = Bytes.fromHex("ab".repeat(32));

    private final MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("calls"));
    private final ChainEvents events = new ChainEvents(chain.runtime);
    private final Wallet alice = Wallet.sr25519("//Alice");
    private final Wallet eve = Wallet.sr25519("//Eve");
    private Bytes mossgate = Bytes.EMPTY;
    private Bytes fernhollow = Bytes.EMPTY;

    @BeforeEach
    void a_chain_past_its_history() {
        Population population = new Population("calls");
        mossgate = population.validators().get(0).hotkey();
        fernhollow = population.validators().get(1).hotkey();
        chain.author(chain.spec.historyBlocks());
    }

    private void send(Wallet wallet, Bytes call) {
        BlockResult result = chain.author(wallet.sign(chain, call));
        assertThat(result.refused()).isEmpty();
    }

    private long stake(Wallet wallet, Bytes hotkey, int netuid) {
        return Staking.stakeOf(chain.reading(), hotkey, wallet.account(), netuid);
    }

    private long free(Wallet wallet) {
        return Balances.free(chain.reading(), wallet.account());
    }

    private void expectError(String error) {
        assertThat(events.names(chain, 1)).last().isEqualTo("System.ExtrinsicFailed");
        JsonNode failed = events.first(chain, 1, "System", "ExtrinsicFailed");
        String text = failed.get("dispatch_error").toString();
        assertThat(text).contains(error);
    }

    private static String module(int pallet, int error) {
        return "{\"Module\":{\"index\":"
                + pallet
                + ",\"error\":\"0x%02x000000\"}}".formatted(error);
    }

    @Test
    void stakes_tao_on_a_subnet() {
        long before = free(eve);
        Swap.Outcome expected = Swap.simulated(chain.reading(), 3, Swap.Side.BUY, 10 * TAO);
        Bytes transaction = eve.sign(chain, Wallet.addStake(mossgate, 3, 10 * TAO));
        long fee = chain.runtime.queryInfo(chain, transaction).partialFeeRao();
        chain.author(transaction);
        assertThat(events.names(chain, 1))
                .containsExactly(
                        "Balances.Withdraw",
                        "Balances.Transfer",
                        "Balances.Transfer",
                        "SubtensorModule.StakeAdded",
                        "Balances.Deposit",
                        "TransactionPayment.TransactionFeePaid",
                        "System.ExtrinsicSuccess");
        JsonNode added = events.first(chain, 1, "SubtensorModule", "StakeAdded");
        assertThat(added.get(2).asString()).isEqualTo(Long.toString(10 * TAO));
        assertThat(added.get(3).asString()).isEqualTo(Long.toString(expected.paidOut()));
        assertThat(added.get(5).asString()).isEqualTo(Long.toString(expected.fee()));
        assertThat(stake(eve, mossgate, 3)).isBetween(expected.paidOut() - 1, expected.paidOut());
        assertThat(free(eve)).isEqualTo(before - 10 * TAO - fee);
    }

    @Test
    void a_position_grows_at_the_next_epoch() {
        send(eve, Wallet.addStake(mossgate, 3, 10 * TAO));
        long before = stake(eve, mossgate, 3);
        chain.author(2 * chain.spec.epochBlocks());
        assertThat(stake(eve, mossgate, 3)).isGreaterThan(before);
    }

    @Test
    void root_stake_is_one_to_one_and_earns_claims_only() {
        send(eve, Wallet.addStakeLimit(mossgate, 0, 10 * TAO, TAO, false));
        assertThat(stake(eve, mossgate, 0)).isEqualTo(10 * TAO);
        RootClaims claims = new RootClaims(chain.reading());
        Fixed rate = claims.rates(mossgate).get(1);
        assertThat(claims.claimed(1, mossgate, eve.account()))
                .isEqualTo(
                        rate.bits()
                                .multiply(java.math.BigInteger.valueOf(10 * TAO))
                                .shiftRight(32));
        chain.author(chain.spec.epochBlocks());
        assertThat(stake(eve, mossgate, 0)).isEqualTo(10 * TAO);
        assertThat(new RootClaims(chain.reading()).rates(mossgate).get(1)).isGreaterThan(rate);
    }

    @Test
    void unstakes_half_and_then_everything() {
        long position = stake(alice, mossgate, 1);
        assertThat(position).isGreaterThanOrEqualTo(250 * TAO);
        send(alice, Wallet.removeStake(mossgate, 1, position / 2));
        JsonNode removed = events.first(chain, 1, "SubtensorModule", "StakeRemoved");
        long sold = removed.get(3).asLong() + removed.get(5).asLong();
        assertThat(sold).isEqualTo(position / 2);
        assertThat(stake(alice, mossgate, 1))
                .isBetween(position - position / 2 - 1, position - position / 2);
        send(alice, Wallet.removeStakeLimit(mossgate, 1, stake(alice, mossgate, 1), 1, false));
        assertThat(stake(alice, mossgate, 1)).isZero();
    }

    @Test
    void a_limit_bounds_the_marginal_price() {
        long spot = Swap.price(chain.reading(), 3).times(Fixed.f64(TAO)).floor();
        long limit = spot + spot / 200;
        send(eve, Wallet.addStakeLimit(mossgate, 3, 9_000 * TAO, limit, false));
        expectError(module(7, 84));
        send(eve, Wallet.addStakeLimit(mossgate, 3, 9_000 * TAO, limit, true));
        assertThat(events.names(chain, 1)).last().isEqualTo("System.ExtrinsicSuccess");
        long paid = events.first(chain, 1, "SubtensorModule", "StakeAdded").get(2).asLong();
        assertThat(paid).isLessThan(9_000 * TAO).isGreaterThan(10 * TAO);
        assertThat(Swap.price(chain.reading(), 3).times(Fixed.f64(TAO)).floor())
                .isBetween(limit - 1, limit);
    }

    @Test
    void a_limit_beyond_the_price_fails_at_once() {
        send(eve, Wallet.addStakeLimit(mossgate, 3, 10 * TAO, 1_000_000, false));
        expectError(module(28, 3));
        send(eve, Wallet.addStakeLimit(mossgate, 0, 10 * TAO, TAO - 1, false));
        expectError(module(7, 84));
    }

    @Test
    void mistakes_get_the_main_networks_errors_and_cost_a_fee() {
        send(eve, Wallet.addStake(mossgate, 3, 1_999_999));
        expectError(module(7, 82));
        send(eve, Wallet.addStake(mossgate, 77, 10 * TAO));
        expectError(module(7, 76));
        send(eve, Wallet.addStake(NOBODY, 3, 10 * TAO));
        expectError(module(7, 5));
        send(eve, Wallet.addStake(mossgate, 3, 20_000 * TAO));
        expectError(module(7, 12));
        send(eve, Wallet.addStake(mossgate, 3, Long.MAX_VALUE));
        expectError(module(7, 83));
        send(alice, Wallet.removeStakeLimit(mossgate, 1, 10_000 * TAO, 1, true));
        expectError(module(7, 9));
        send(alice, Wallet.removeStake(mossgate, 1, 1_000));
        expectError(module(7, 82));
        send(eve, Wallet.removeStake(mossgate, 3, TAO));
        expectError(module(7, 82));
        assertThat(chain.runtime.accountNonce(chain, io.hypha.node.bytes.Hash256.of(eve.account())))
                .isEqualTo(6);
        assertThat(free(eve)).isLessThan(10_000 * TAO);
        assertThat(stake(eve, mossgate, 3)).isZero();
    }

    @Test
    void a_failed_call_changes_nothing_but_fee_and_nonce() {
        long tao = chain.reading().u64(Subtensor.SUBNET_TAO.key(3));
        BlockResult result = chain.author(eve.sign(chain, Wallet.addStake(NOBODY, 3, 10 * TAO)));
        assertThat(chain.reading().u64(Subtensor.SUBNET_TAO.key(3))).isEqualTo(tao);
        assertThat(result.changes()).containsKey(Items.ACCOUNT.key(eve.account()));
        assertThat(
                        result.changes().keySet().stream()
                                .filter(key -> key.startsWith(Items.ACCOUNT.prefix())))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void moves_stake_across_subnets_and_between_hotkeys() {
        long position = stake(alice, mossgate, 1);
        send(alice, Wallet.moveStake(mossgate, fernhollow, 1, 1, 50 * TAO));
        assertThat(events.names(chain, 1))
                .containsSubsequence(
                        "SubtensorModule.StakeRemoved",
                        "SubtensorModule.StakeAdded",
                        "SubtensorModule.StakeMoved");
        assertThat(stake(alice, fernhollow, 1)).isBetween(50 * TAO - 1, 50 * TAO);
        send(alice, Wallet.moveStake(mossgate, fernhollow, 1, 3, 100 * TAO));
        assertThat(events.names(chain, 1)).last().isEqualTo("System.ExtrinsicSuccess");
        assertThat(stake(alice, fernhollow, 3)).isPositive();
        assertThat(stake(alice, mossgate, 1))
                .isBetween(position - 150 * TAO - 2, position - 150 * TAO);
        send(alice, Wallet.moveStake(mossgate, mossgate, 1, 1, 10 * TAO));
        expectError(module(7, 96));
    }

    @Test
    void a_batch_is_all_or_nothing() {
        Bytes good = Wallet.addStake(mossgate, 3, 10 * TAO);
        send(eve, Wallet.batchAll(good, Wallet.addStake(mossgate, 4, 10 * TAO)));
        assertThat(events.names(chain, 1))
                .containsSubsequence(
                        "Utility.ItemCompleted", "Utility.ItemCompleted", "Utility.BatchCompleted");
        long staked = stake(eve, mossgate, 3);
        send(eve, Wallet.batchAll(good, Wallet.addStake(NOBODY, 4, 10 * TAO)));
        expectError(module(7, 5));
        assertThat(stake(eve, mossgate, 3)).isEqualTo(staked);
        send(eve, Wallet.batchAll(Wallet.batchAll(good)));
        expectError(module(0, 5));
    }

    @Test
    void transfers_keep_the_sender_alive() {
        Bytes fresh = Bytes.fromHex("cd".repeat(32));
        send(eve, Wallet.transfer(fresh, 5 * TAO));
        assertThat(events.names(chain, 1))
                .containsSubsequence("System.NewAccount", "Balances.Endowed", "Balances.Transfer");
        assertThat(Balances.free(chain.reading(), fresh)).isEqualTo(5 * TAO);
        send(eve, Wallet.transfer(fresh, 20_000 * TAO));
        expectError("{\"Token\":\"FundsUnavailable\"}");
        send(eve, Wallet.transfer(NOBODY, 499));
        expectError("{\"Token\":\"BelowMinimum\"}");
        Bytes transaction = eve.sign(chain, Wallet.transfer(fresh, 0));
        long fee = chain.runtime.queryInfo(chain, transaction).partialFeeRao();
        send(eve, Wallet.transfer(fresh, free(eve) - fee - 100));
        expectError("{\"Token\":\"NotExpendable\"}");
    }

    @Test
    void a_coldkey_without_tao_pays_its_fee_in_alpha() {
        Wallet poor = Wallet.ed25519(9);
        send(eve, Wallet.transfer(poor.account(), 20 * TAO));
        send(poor, Wallet.addStake(mossgate, 3, 20 * TAO - 2_000_000));
        send(poor, Wallet.transfer(eve.account(), 30_000));
        Bytes transaction = poor.sign(chain, Wallet.removeStake(mossgate, 3, TAO));
        long fee = chain.runtime.queryInfo(chain, transaction).partialFeeRao();
        assertThat(free(poor)).isLessThan(fee);
        chain.author(transaction);
        assertThat(events.names(chain, 1))
                .contains("SubtensorModule.TransactionFeePaidWithAlpha")
                .last()
                .isEqualTo("System.ExtrinsicSuccess");
    }
}
