package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.Bench.NOBODY;
import static io.hypha.devnet.runtime.Bench.TAO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.runtime.Validity.InvalidTransaction;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProxiesTest {

    private static final Optional<ProxyType> ANY = Optional.empty();

    private final Bench bench = new Bench();
    private final Bytes alice = bench.alice.account();
    private final Bytes eve = bench.eve.account();
    private final Bytes stake = Wallet.addStake(bench.mossgate, 3, 10 * TAO);

    @AfterEach
    void the_books_are_closed() {
        bench.assertBooks();
    }

    private AccountInfo account(Bytes id) {
        return AccountInfo.read(bench.chain.reading(), id);
    }

    private void appoint(ProxyType type) {
        bench.sendWell(bench.alice, Wallet.addProxy(eve, type, 0));
    }

    /** That Eve's call for Alice is filtered and does nothing. */
    private void filtered(Bytes call) {
        bench.sendWell(bench.eve, Wallet.asProxy(alice, ANY, call));
        assertThat(bench.event("Proxy", "ProxyExecuted").toString()).contains(Bench.module(0, 5));
        assertThat(bench.names())
                .containsExactly(
                        "Balances.Withdraw",
                        "Proxy.ProxyExecuted",
                        "Balances.Deposit",
                        "TransactionPayment.TransactionFeePaid",
                        "System.ExtrinsicSuccess");
    }

    private void runs(Bytes call) {
        bench.sendWell(bench.eve, Wallet.asProxy(alice, ANY, call));
        assertThat(bench.event("Proxy", "ProxyExecuted").toString()).contains("Ok");
    }

    @Test
    void a_proxy_costs_a_deposit_that_comes_back() {
        long before = account(alice).free();
        long fee = bench.fee(bench.alice, Wallet.addProxy(eve, ProxyType.STAKING, 0));
        appoint(ProxyType.STAKING);
        assertThat(bench.names())
                .containsSubsequence("Balances.Reserved", "Proxy.ProxyAdded")
                .last()
                .isEqualTo("System.ExtrinsicSuccess");
        assertThat(account(alice).reserved()).isEqualTo(93_000_000);
        assertThat(account(alice).free()).isEqualTo(before - fee - 93_000_000);
        assertThat(account(alice).consumers()).isOne();
        bench.sendWell(bench.alice, Wallet.addProxy(NOBODY, ProxyType.STAKING, 0));
        assertThat(account(alice).reserved()).isEqualTo(126_000_000);
        bench.sendWell(bench.alice, Wallet.removeProxy(NOBODY, ProxyType.STAKING, 0));
        bench.sendWell(bench.alice, Wallet.removeProxy(eve, ProxyType.STAKING, 0));
        assertThat(bench.names()).containsSubsequence("Balances.Unreserved", "Proxy.ProxyRemoved");
        assertThat(account(alice).reserved()).isZero();
        assertThat(account(alice).consumers()).isZero();
        assertThat(bench.chain.get(Items.PROXIES.key(alice))).isEmpty();
    }

    @Test
    void what_is_kept_is_laid_out_as_the_metadata_says() {
        appoint(ProxyType.STAKING);
        bench.sendWell(bench.alice, Wallet.addProxy(NOBODY, ProxyType.ROOT_CLAIM, 7));
        RuntimeMetadata metadata = RuntimeMetadata.decode(bench.chain.runtime.metadata(16));
        int type =
                metadata.pallet("Proxy").orElseThrow().entry("Proxies").orElseThrow().valueType();
        JsonNode kept =
                metadata.codec()
                        .decode(type, bench.chain.get(Items.PROXIES.key(alice)).orElseThrow());
        assertThat(kept.get(0)).hasSize(2);
        assertThat(kept.get(0).toString()).contains("\"Staking\"", "\"RootClaim\"");
        assertThat(kept.get(0).get(0).get("delegate").asString())
                .isEqualTo(SS58.encode(Hash256.of(NOBODY)));
        assertThat(kept.get(1).asString()).isEqualTo("126000000");
        for (ProxyType each : ProxyType.values()) {
            assertThat(ProxyType.read(new ScaleCodecReader(Bytes.ofInts(each.index()))))
                    .isEqualTo(each);
            assertThat(each.ordinal()).isEqualTo(each.index());
        }
    }

    @Test
    void a_staking_proxy_stakes_in_the_name_of_the_other_and_pays_the_fee() {
        appoint(ProxyType.STAKING);
        long alices = bench.free(bench.alice);
        long eves = bench.free(bench.eve);
        Bytes call = Wallet.asProxy(alice, Optional.of(ProxyType.STAKING), stake);
        long fee = bench.fee(bench.eve, call);
        bench.sendWell(bench.eve, call);
        assertThat(bench.names())
                .containsSubsequence("SubtensorModule.StakeAdded", "Proxy.ProxyExecuted");
        assertThat(bench.free(bench.alice)).isEqualTo(alices - 10 * TAO);
        assertThat(bench.free(bench.eve)).isEqualTo(eves - fee);
        assertThat(bench.stake(bench.alice, bench.mossgate, 3)).isPositive();
        assertThat(bench.stake(bench.eve, bench.mossgate, 3)).isZero();
    }

    @Test
    void what_a_staking_proxy_may_do_and_what_not() {
        appoint(ProxyType.STAKING);
        runs(Wallet.moveStake(bench.mossgate, bench.fernhollow, 1, 1, 20 * TAO));
        runs(Wallet.swapStake(bench.mossgate, 1, 3, 20 * TAO));
        runs(Wallet.setRootClaimType(1));
        runs(Wallet.removeStakeFull(bench.fernhollow, 1, Optional.empty()));
        runs(Wallet.unstakeAllAlpha(bench.mossgate));
        filtered(Wallet.transferStake(eve, bench.third, 0, 0, 10 * TAO));
        filtered(Wallet.transfer(eve, TAO));
        filtered(Wallet.claimRoot(1));
        filtered(Wallet.setAutoStake(1, bench.mossgate));
        filtered(Wallet.batchAll(stake));
        filtered(Wallet.addProxy(NOBODY, ProxyType.ANY, 0));
        filtered(Wallet.sudo(Wallet.transfer(eve, TAO)));
    }

    @Test
    void other_types_have_their_own_filters() {
        appoint(ProxyType.ROOT_CLAIM);
        runs(Wallet.claimRoot(1));
        filtered(stake);
        bench.sendWell(bench.alice, Wallet.addProxy(eve, ProxyType.SMALL_TRANSFER, 0));
        Optional<ProxyType> small = Optional.of(ProxyType.SMALL_TRANSFER);
        Bytes just = Wallet.transfer(eve, 499_999_999);
        bench.sendWell(bench.eve, Wallet.asProxy(alice, small, just));
        assertThat(bench.event("Proxy", "ProxyExecuted").toString()).contains("Ok");
        bench.sendWell(bench.eve, Wallet.asProxy(alice, small, Wallet.transfer(eve, TAO / 2)));
        assertThat(bench.event("Proxy", "ProxyExecuted").toString()).contains(Bench.module(0, 5));
    }

    @Test
    void calls_in_the_batch_of_a_proxy_are_filtered_one_by_one() {
        appoint(ProxyType.NON_TRANSFER);
        runs(Wallet.batchAll(stake, stake));
        bench.sendWell(
                bench.eve,
                Wallet.asProxy(alice, ANY, Wallet.batch(stake, Wallet.transfer(eve, TAO))));
        assertThat(bench.event("Utility", "BatchInterrupted").get("error").toString())
                .isEqualTo(Bench.module(0, 5));
        filtered(Wallet.batchAll(Wallet.batch(stake)));
    }

    @Test
    void a_proxy_hands_out_no_more_than_it_has() {
        appoint(ProxyType.NON_TRANSFER);
        filtered(Wallet.addProxy(NOBODY, ProxyType.ANY, 0));
        filtered(Wallet.addProxy(NOBODY, ProxyType.TRANSFER, 0));
        runs(Wallet.addProxy(NOBODY, ProxyType.STAKING, 0));
        filtered(Wallet.removeProxy(NOBODY, ProxyType.ANY, 0));
        runs(Wallet.removeProxy(NOBODY, ProxyType.STAKING, 0));
    }

    @Test
    void a_call_that_fails_for_the_other_is_a_success_of_the_proxy() {
        appoint(ProxyType.STAKING);
        bench.sendWell(bench.eve, Wallet.asProxy(alice, ANY, Wallet.addStake(NOBODY, 3, 10 * TAO)));
        assertThat(bench.event("Proxy", "ProxyExecuted").toString()).contains(Bench.module(7, 5));
        assertThat(bench.names()).doesNotContain("SubtensorModule.StakeAdded");
    }

    @Test
    void mistakes_get_the_main_networks_errors() {
        bench.expectError(bench.eve, Wallet.asProxy(alice, ANY, stake), 16, 2);
        bench.expectError(bench.alice, Wallet.addProxy(alice, ProxyType.ANY, 0), 16, 7);
        bench.expectError(bench.alice, Wallet.removeProxy(eve, ProxyType.ANY, 0), 16, 1);
        appoint(ProxyType.STAKING);
        bench.expectError(bench.alice, Wallet.addProxy(eve, ProxyType.STAKING, 0), 16, 4);
        bench.expectError(bench.alice, Wallet.removeProxy(eve, ProxyType.STAKING, 1), 16, 1);
        bench.expectError(
                bench.eve, Wallet.asProxy(alice, Optional.of(ProxyType.ANY), stake), 16, 2);
        bench.sendWell(bench.alice, Wallet.addProxy(NOBODY, ProxyType.STAKING, 7));
        bench.sendWell(bench.eve, Wallet.addProxy(alice, ProxyType.ANY, 9));
        bench.expectError(bench.alice, Wallet.asProxy(eve, ANY, stake), 16, 6);
        Bytes unknown =
                Wallet.call(
                        16,
                        1,
                        out -> out.writeUByte(0).writeFixed(eve).writeUByte(18).writeUint32(0));
        assertThat(
                        bench.chain.runtime.validate(
                                bench.chain,
                                bench.chain.next(),
                                bench.alice.sign(bench.chain, unknown)))
                .isEqualTo(new Validity.Invalid(InvalidTransaction.CALL));
    }

    @Test
    void at_most_twenty_proxies_and_none_without_the_deposit() {
        Bytes[] calls = new Bytes[21];
        for (int i = 0; i < calls.length; i++) {
            Bytes delegate = Bytes.fromHex("%02x".formatted(i).repeat(32));
            calls[i] = Wallet.addProxy(delegate, ProxyType.STAKING, 0);
        }
        bench.sendWell(bench.alice, Wallet.forceBatch(calls));
        assertThat(bench.event("Utility", "ItemFailed").toString()).contains(Bench.module(16, 0));
        assertThat(account(alice).reserved()).isEqualTo(60_000_000 + 20 * 33_000_000);
        Wallet poor = Wallet.ed25519(4);
        bench.sendWell(bench.eve, Wallet.transfer(poor.account(), 90_000_000));
        bench.expectError(poor, calls[0], 5, 2);
        long fee = bench.fee(poor, calls[0]);
        bench.sendWell(
                bench.eve,
                Wallet.transfer(poor.account(), 93_000_000 + fee - bench.free(poor) + 499));
        bench.send(poor, calls[0]);
        assertThat(bench.event("System", "ExtrinsicFailed").get("dispatch_error").asString())
                .isEqualTo("ConsumerRemaining");
    }

    @Test
    void an_account_with_a_deposit_cannot_be_emptied() {
        appoint(ProxyType.STAKING);
        Bytes all = Wallet.call(5, 4, out -> out.writeUByte(0).writeFixed(eve).writeBoolean(false));
        bench.sendWell(bench.alice, all);
        assertThat(bench.free(bench.alice)).isEqualTo(Balances.EXISTENTIAL_DEPOSIT);
        assertThat(account(alice).reserved()).isEqualTo(93_000_000);
    }
}
