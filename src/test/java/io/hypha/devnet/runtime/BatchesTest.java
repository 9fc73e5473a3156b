package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.Bench.NOBODY;
import static io.hypha.devnet.runtime.Bench.TAO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BatchesTest {

    private final Bench bench = new Bench();
    private final Bytes good = Wallet.addStake(bench.mossgate, 3, 10 * TAO);
    private final Bytes bad = Wallet.addStake(NOBODY, 3, 10 * TAO);

    @AfterEach
    void the_books_are_closed() {
        bench.assertBooks();
    }

    private long staked() {
        return bench.stake(bench.eve, bench.mossgate, 3);
    }

    private long paid(Bytes call) {
        long free = bench.free(bench.eve);
        bench.send(bench.eve, call);
        return free - bench.free(bench.eve);
    }

    @Test
    void a_batch_stops_at_the_first_failure_and_keeps_what_was_done() {
        bench.sendWell(bench.eve, Wallet.batch(good, bad, good));
        assertThat(bench.names())
                .containsSubsequence("Utility.ItemCompleted", "Utility.BatchInterrupted")
                .doesNotContain("Utility.BatchCompleted");
        JsonNode interrupted = bench.event("Utility", "BatchInterrupted");
        assertThat(interrupted.get("index").asInt()).isEqualTo(1);
        assertThat(interrupted.get("error").toString()).isEqualTo(Bench.module(7, 5));
        assertThat(bench.names().stream().filter("SubtensorModule.StakeAdded"::equals)).hasSize(1);
        assertThat(staked()).isPositive();
    }

    @Test
    void a_forced_batch_goes_on_behind_failures() {
        bench.sendWell(bench.eve, Wallet.forceBatch(bad, good, bad));
        assertThat(bench.names())
                .containsSubsequence(
                        "Utility.ItemFailed",
                        "Utility.ItemCompleted",
                        "Utility.ItemFailed",
                        "Utility.BatchCompletedWithErrors");
        assertThat(staked()).isPositive();
        bench.sendWell(bench.eve, Wallet.forceBatch(good));
        assertThat(bench.names()).contains("Utility.BatchCompleted");
    }

    @Test
    void all_or_nothing_takes_events_and_stake_back() {
        bench.expectError(bench.eve, Wallet.batchAll(good, bad), 7, 5);
        assertThat(bench.names()).doesNotContain("SubtensorModule.StakeAdded");
        assertThat(staked()).isZero();
        bench.sendWell(bench.eve, Wallet.batchAll(good, good));
        assertThat(bench.names())
                .containsSubsequence(
                        "Utility.ItemCompleted", "Utility.ItemCompleted", "Utility.BatchCompleted");
        bench.sendWell(bench.eve, Wallet.batchAll());
    }

    @Test
    void a_batch_directly_in_a_batch_is_filtered_before_anything_is_done() {
        Bytes[] inner = {
            Wallet.batch(good), Wallet.batchAll(good), Wallet.forceBatch(good), Wallet.batch()
        };
        for (Bytes batch : inner) {
            bench.expectError(bench.eve, Wallet.batch(good, batch), 0, 5);
            bench.expectError(bench.eve, Wallet.batchAll(good, batch), 0, 5);
            bench.expectError(bench.eve, Wallet.forceBatch(good, batch), 0, 5);
        }
        assertThat(staked()).isZero();
    }

    @Test
    void the_chain_itself_may_nest_batches() {
        Bytes nested = Wallet.batchAll(Wallet.batch(Wallet.call(0, 0, out -> out.writeCompact(0))));
        bench.sendWell(bench.alice, Wallet.sudo(nested));
        assertThat(bench.event("Sudo", "Sudid").toString()).contains("Ok");
    }

    @Test
    void what_a_failure_kept_from_running_is_not_paid_for() {
        long whole = bench.fee(bench.eve, Wallet.batchAll(bad, good, good));
        assertThat(paid(Wallet.batchAll(bad, good, good))).isPositive().isLessThan(whole);
        assertThat(bench.names()).last().isEqualTo("System.ExtrinsicFailed");
        whole = bench.fee(bench.eve, Wallet.batch(bad, good, good));
        assertThat(paid(Wallet.batch(bad, good, good))).isPositive().isLessThan(whole);
        whole = bench.fee(bench.eve, Wallet.forceBatch(bad, bad));
        assertThat(paid(Wallet.forceBatch(bad, bad))).isEqualTo(whole);
    }

    @Test
    void items_of_a_batch_see_what_the_ones_before_did() {
        Bytes toEve = Wallet.transfer(bench.eve.account(), TAO);
        bench.sendWell(
                bench.alice,
                Wallet.batchAll(
                        Wallet.moveStake(bench.mossgate, bench.fernhollow, 1, 1, 50 * TAO),
                        Wallet.removeStake(bench.fernhollow, 1, -1),
                        toEve));
        assertThat(bench.stake(bench.alice, bench.fernhollow, 1)).isLessThanOrEqualTo(1);
    }
}
