package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.Bench.TAO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.runtime.Validity.InvalidTransaction;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RootClaimingTest {

    private final Bench bench = new Bench();
    private final MemoryChain chain = bench.chain;
    private final Bytes alice = bench.alice.account();
    private final Bytes hotkey = bench.third;

    @AfterEach
    void the_books_are_closed() {
        bench.assertBooks();
    }

    private Fixed owed(int netuid) {
        RootClaims claims = new RootClaims(chain.reading());
        return claims.owed(hotkey, alice, netuid, claims.rates(hotkey).get(netuid));
    }

    private long pool(StorageItem item, int netuid) {
        return chain.reading().u64(item.key(netuid));
    }

    @Test
    void a_claim_sells_what_is_owed_without_fee_and_stakes_it_on_root() {
        long alpha = owed(1).floor();
        assertThat(alpha).isGreaterThan(500_000);
        Swap.Outcome sold =
                Swap.swapped(chain.reading(), 1, Swap.Side.SELL, alpha, Swap.MIN_PRICE, false);
        long alphaOut = pool(Subtensor.SUBNET_ALPHA_OUT, 1);
        long root = bench.stake(bench.alice, hotkey, 0);
        long untouched = owed(2).floor();
        bench.sendWell(bench.alice, Wallet.claimRoot(1));
        assertThat(bench.names()).contains("SubtensorModule.RootClaimed");
        assertThat(bench.stake(bench.alice, hotkey, 0)).isEqualTo(root + sold.paidOut());
        assertThat(pool(Subtensor.SUBNET_ALPHA_OUT, 1)).isEqualTo(alphaOut - alpha);
        assertThat(pool(Subtensor.SUBNET_ROOT_SELL_TAO, 1)).isEqualTo(sold.paidOut());
        assertThat(owed(1).floor()).isLessThanOrEqualTo(1);
        assertThat(owed(2).floor()).isBetween(untouched - 1, untouched);
    }

    @Test
    void what_is_kept_is_staked_as_alpha_on_its_subnet() {
        bench.sendWell(bench.alice, Wallet.setRootClaimType(1));
        assertThat(bench.names()).contains("SubtensorModule.RootClaimTypeSet");
        long alpha = owed(2).floor();
        long tao = pool(Subtensor.SUBNET_TAO, 2);
        bench.sendWell(bench.alice, Wallet.claimRoot(2));
        assertThat(bench.stake(bench.alice, hotkey, 2)).isBetween(alpha - 1, alpha);
        assertThat(pool(Subtensor.SUBNET_TAO, 2)).isEqualTo(tao);
        assertThat(owed(2).floor()).isZero();
    }

    @Test
    void some_subnets_may_be_kept_and_all_others_sold() {
        bench.sendWell(bench.alice, Wallet.setRootClaimType(2, 2, 3));
        assertThat(RootClaimType.of(chain.reading(), alice))
                .isInstanceOf(RootClaimType.KeepSubnets.class);
        bench.sendWell(bench.alice, Wallet.claimRoot(1, 2));
        assertThat(bench.stake(bench.alice, hotkey, 2)).isPositive();
        assertThat(bench.stake(bench.alice, hotkey, 1)).isZero();
        assertThat(bench.stake(bench.alice, hotkey, 0)).isGreaterThan(100 * TAO);
    }

    @Test
    void less_than_the_threshold_is_left_to_grow() {
        Bytes threshold =
                new ScaleCodecWriter()
                        .writeInt(owed(1).bits().add(java.math.BigInteger.ONE), 16)
                        .toBytes();
        chain.state.put(Subtensor.ROOT_CLAIMABLE_THRESHOLD.key(1), threshold);
        Fixed before = owed(1);
        bench.sendWell(bench.alice, Wallet.claimRoot(1));
        assertThat(owed(1)).isEqualTo(before);
        assertThat(bench.names()).contains("SubtensorModule.RootClaimed");
    }

    @Test
    void a_claim_pays_for_the_work_it_was() {
        Bytes nothing = bench.eve.sign(chain, Wallet.claimRoot(1));
        long declared = chain.runtime.queryInfo(chain, nothing).partialFeeRao();
        long free = bench.free(bench.eve);
        chain.author(nothing);
        long paid = free - bench.free(bench.eve);
        assertThat(paid).isPositive().isLessThan(declared);
        assertThat(bench.event("TransactionPayment", "TransactionFeePaid").get("actual_fee"))
                .hasToString("\"" + paid + "\"");
        Bytes call = Wallet.batchAll(Wallet.claimRoot(1));
        Bytes all = bench.eve.sign(chain, call);
        declared = chain.runtime.queryInfo(chain, all).partialFeeRao();
        free = bench.free(bench.eve);
        chain.author(all);
        assertThat(free - bench.free(bench.eve)).isPositive().isLessThan(declared);
    }

    @Test
    void a_claim_names_one_to_five_subnets_in_any_order() {
        bench.expectError(bench.alice, Wallet.claimRoot(), 7, 124);
        bench.expectError(bench.alice, Wallet.claimRoot(1, 2, 3, 4, 5, 6), 7, 124);
        bench.expectError(bench.alice, Wallet.setRootClaimType(2), 7, 124);
        bench.sendWell(bench.alice, Wallet.claimRoot(5, 3, 1, 3, 5, 1));
        assertThat(owed(3).floor()).isLessThanOrEqualTo(3);
        assertThat(
                        chain.runtime.validate(
                                chain,
                                chain.next(),
                                bench.alice.sign(chain, Wallet.setRootClaimType(3))))
                .isEqualTo(new Validity.Invalid(InvalidTransaction.CALL));
    }

    @Test
    void miners_are_paid_where_their_coldkey_chose() {
        Population.Subnet subnet = new Population("bench").subnets().getFirst();
        Bytes validator = subnet.validators().getFirst().hotkey();
        bench.sendWell(bench.eve, Wallet.setAutoStake(1, validator));
        assertThat(bench.names()).contains("SubtensorModule.AutoStakeDestinationSet");
        bench.expectError(bench.eve, Wallet.setAutoStake(1, validator), 7, 118);
        bench.expectError(bench.eve, Wallet.setAutoStake(1, Bench.NOBODY), 7, 4);
        bench.expectError(bench.eve, Wallet.setAutoStake(88, validator), 7, 76);
        Bytes other = subnet.validators().get(1).hotkey();
        bench.sendWell(bench.eve, Wallet.setAutoStake(1, other));
        assertThat(
                        Staking.accounts(
                                chain.reading(),
                                Subtensor.AUTO_STAKE_DESTINATION_COLDKEYS.key(validator, 1)))
                .isEmpty();
        Bytes coldkey = subnet.miners().getFirst().coldkey();
        chain.state.put(Subtensor.AUTO_STAKE_DESTINATION.key(coldkey, 1), other);
        WorkingState before = chain.reading();
        long own = Staking.stakeOf(before, subnet.miners().getFirst().hotkey(), coldkey, 1);
        long there = Staking.stakeOf(before, other, coldkey, 1);
        chain.author(chain.spec.epochBlocks());
        WorkingState after = chain.reading();
        assertThat(Staking.stakeOf(after, other, coldkey, 1)).isGreaterThan(there);
        assertThat(Staking.stakeOf(after, subnet.miners().getFirst().hotkey(), coldkey, 1))
                .isEqualTo(own);
    }
}
