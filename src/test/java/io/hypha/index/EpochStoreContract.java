package io.hypha.index;

import static io.hypha.index.SnapshotBuilder.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.FakeChain;
import io.hypha.chain.NetUid;
import io.hypha.chain.Take;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of epochs keeps to, in memory or in PostgreSQL. */
public abstract class EpochStoreContract {

    private static final NetUid ONE = new NetUid(1);
    private static final NetUid TWO = new NetUid(2);

    private EpochStore store;
    private EpochHistory history;

    /** An empty store. */
    protected abstract EpochStore store();

    /** The reading side of it. */
    protected abstract EpochHistory history();

    @BeforeEach
    void open_it() {
        store = store();
        history = history();
        store.open(network("devnet", 1));
    }

    private static ChainStatus.NetworkName network(String name, int seed) {
        return new ChainStatus.NetworkName(name, FakeChain.key("genesis " + seed), 42, "TAO", 9);
    }

    @Test
    void says_nothing_before_the_first_epoch() {
        assertThat(history.subnets()).isEmpty();
        assertThat(history.coverage(ONE)).isEmpty();
        assertThat(history.coverage(NetUid.ROOT)).isEmpty();
        assertThat(history.epochs(ONE, 0)).isEmpty();
        assertThat(history.stakes(ONE, 0)).isEmpty();
        assertThat(store.missing()).isEmpty();
    }

    @Test
    void refuses_a_database_of_another_network() {
        store.open(network("devnet", 1));
        assertThatThrownBy(() -> store.open(network("finney", 2)))
                .isInstanceOf(ForeignDatabaseException.class)
                .hasMessageContaining("devnet");
    }

    @Test
    void gives_back_what_was_kept() {
        store.save(
                epoch(600)
                        .subnet(1, 599)
                        .validator("moss", 5_898, 7)
                        .stake(
                                "moss",
                                1,
                                900_048_788_723_471L,
                                44_397_850_030L,
                                true,
                                60_000,
                                590,
                                "0.000012345678901234567890123456789012")
                        .build());

        SubnetEpoch subnet = history.epochs(ONE, 0).getFirst();
        assertThat(subnet.block()).isEqualTo(SnapshotBuilder.block(600));
        assertThat(subnet.previousBlock()).isEqualTo(599);
        assertThat(subnet.pool().spotPrice()).isEqualByComparingTo("0.05");
        assertThat(history.stakes(ONE, 0))
                .containsOnlyKeys(FakeChain.hotkey("moss"))
                .containsValue(
                        List.of(
                                new StakeEpoch(
                                        600,
                                        900_048_788_723_471L,
                                        44_397_850_030L,
                                        7,
                                        true,
                                        60_000,
                                        590,
                                        0)));
        RootEpoch root = history.rootEpochs(0).get(FakeChain.hotkey("moss")).getFirst();
        assertThat(root.accrual())
                .isEqualByComparingTo(new BigDecimal("0.000012345678901234567890123456789012"));
        assertThat(root.rootStakeRao()).isEqualTo(7);
        ValidatorRecord validator = history.validators().get(FakeChain.hotkey("moss"));
        assertThat(validator.owner()).isEqualTo(FakeChain.coldkey("moss"));
        assertThat(validator.name()).isEqualTo("moss");
        assertThat(validator.take()).isEqualTo(new Take(5_898));
        assertThat(history.subnetsOf(FakeChain.hotkey("moss"))).containsExactly(ONE);
        assertThat(history.stakes(ONE, FakeChain.hotkey("moss"), 0))
                .isEqualTo(history.stakes(ONE, 0).get(FakeChain.hotkey("moss")));
        assertThat(history.rootEpochs(FakeChain.hotkey("moss"), 0)).containsExactly(root);
        assertThat(history.stakes(ONE, FakeChain.hotkey("fern"), 0)).isEmpty();
        assertThat(history.takes(FakeChain.hotkey("fern"), 0)).isEmpty();
    }

    @Test
    void keeps_a_block_once_however_often_it_is_saved() {
        for (int i = 0; i < 3; i++) {
            store.save(epoch(600).subnet(1, 599).stake("moss", 1, 100, 1).build());
        }

        assertThat(history.epochs(ONE, 0)).hasSize(1);
        assertThat(history.stakes(ONE, 0).get(FakeChain.hotkey("moss"))).hasSize(1);
        assertThat(history.rootEpochs(0).get(FakeChain.hotkey("moss"))).hasSize(1);
    }

    @Test
    void adds_another_subnet_that_stepped_in_the_same_block() {
        store.save(epoch(600).subnet(1, 599).stake("moss", 1, 100, 1).build());
        store.save(
                epoch(600)
                        .subnet(2, 598)
                        .stake("moss", 2, 200, 2)
                        .stake("fern", 2, 300, 3)
                        .build());

        assertThat(history.subnets()).containsExactly(NetUid.ROOT, ONE, TWO);
        assertThat(history.stakes(TWO, 0)).hasSize(2);
        assertThat(history.rootEpochs(0).get(FakeChain.hotkey("moss")))
                .singleElement()
                .satisfies(root -> assertThat(root.accrual()).isEqualByComparingTo("0.002"));
    }

    @Test
    void names_what_is_missing_and_shows_the_hole() {
        store.save(epoch(600).subnet(1, 599).stake("moss", 1, 100, 1).build());
        store.save(epoch(598).subnet(1, 597).stake("moss", 1, 98, 1).build());

        assertThat(store.missing().get(ONE)).containsExactly(597L, 599L);
        assertThat(history.epochs(ONE, 0)).hasSize(1);
        assertThat(history.coverage(ONE))
                .get()
                .satisfies(coverage -> {
                    assertThat(coverage.epochs()).isEqualTo(1);
                    assertThat(coverage.complete()).isFalse();
                });

        store.save(epoch(599).subnet(1, 598).stake("moss", 1, 99, 1).build());
        store.save(epoch(597).subnet(1, 0).stake("moss", 1, 97, 1).build());

        assertThat(store.missing()).isEmpty();
        assertThat(history.epochs(ONE, 0))
                .extracting(each -> each.block().number())
                .containsExactly(597L, 598L, 599L, 600L);
        assertThat(history.epochs(ONE, SnapshotBuilder.block(599).timestampMillis())).hasSize(2);
        assertThat(history.coverage(ONE))
                .get()
                .satisfies(coverage -> {
                    assertThat(coverage.complete()).isTrue();
                    assertThat(coverage.oldestBlock()).isEqualTo(597);
                    assertThat(coverage.span().toMillis())
                            .isEqualTo(3 * SnapshotBuilder.STEP_MILLIS);
                });
    }

    @Test
    void states_why_a_record_ends_and_forgets_it_once_the_block_is_there() {
        store.save(epoch(600).subnet(1, 599).stake("moss", 1, 100, 1).build());
        store.noteGap(ONE, 599, 600, "state pruned at every source");
        assertThat(history.coverage(ONE).orElseThrow().gap())
                .isEqualTo("state pruned at every source");

        store.save(epoch(599).subnet(1, 598).stake("moss", 1, 99, 1).build());
        assertThat(history.coverage(ONE).orElseThrow().gap()).isEmpty();
    }

    @Test
    void takes_the_younger_word_on_owner_name_and_take_whatever_the_order() {
        store.save(
                epoch(600)
                        .subnet(1, 599)
                        .validator("moss", "alice", 100, 1)
                        .stake("moss", 1, 9, 1)
                        .build());
        store.save(
                epoch(598)
                        .subnet(1, 597)
                        .validator("moss", "alice", 200, 1)
                        .stake("moss", 1, 9, 1)
                        .build());
        store.save(
                epoch(597)
                        .subnet(1, 596)
                        .validator("moss", "bob", 200, 1)
                        .stake("moss", 1, 9, 1)
                        .build());
        store.save(
                epoch(599)
                        .subnet(1, 598)
                        .validator("moss", "alice", 100, 1)
                        .stake("moss", 1, 9, 1)
                        .build());
        store.save(
                epoch(601)
                        .subnet(1, 600)
                        .validator("moss", "alice", 50, 1)
                        .stake("moss", 1, 9, 1)
                        .build());

        ValidatorRecord validator = history.validators().get(FakeChain.hotkey("moss"));
        assertThat(validator.owner()).isEqualTo(FakeChain.coldkey("alice"));
        assertThat(validator.ownerSinceBlock()).isEqualTo(598);
        assertThat(validator.take()).isEqualTo(new Take(50));
        assertThat(validator.firstSeenAt()).isEqualTo(597);
        assertThat(history.takes(FakeChain.hotkey("moss"), 0))
                .isEqualTo(history.takes(0).get(FakeChain.hotkey("moss")));
        assertThat(history.takes(0).get(FakeChain.hotkey("moss")))
                .extracting(record -> record.block().number(), record -> record.take().parts())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(597L, 200),
                        org.assertj.core.groups.Tuple.tuple(599L, 100),
                        org.assertj.core.groups.Tuple.tuple(601L, 50));
    }

    @Test
    void keeps_no_accrual_where_the_runtime_pays_root_otherwise() {
        store.save(epoch(600).subnet(1, 0).withoutClaims().stake("moss", 1, 9, 1).build());

        assertThat(history.rootEpochs(0)).isEmpty();
        assertThat(history.stakes(ONE, 0)).hasSize(1);
    }

    @Test
    void root_reaches_as_far_as_every_subnet_does() {
        store.save(epoch(600).subnet(1, 599).subnet(2, 599).stake("moss", 1, 9, 1).build());
        store.save(epoch(599).subnet(1, 0).stake("moss", 1, 9, 1).build());

        Coverage root = history.coverage(NetUid.ROOT).orElseThrow();
        assertThat(root.oldestBlock()).isEqualTo(600);
        assertThat(root.complete()).isFalse();
        assertThat(store.validatorsBySubnet()).containsEntry(ONE, Set.of(FakeChain.hotkey("moss")));
    }

    @Test
    void changes_its_version_with_each_new_row_only() {
        long before = history.version(ONE);
        store.save(epoch(600).subnet(1, 599).stake("moss", 1, 9, 1).build());
        long after = history.version(ONE);
        assertThat(after).isNotEqualTo(before);
        store.save(epoch(600).subnet(1, 599).stake("moss", 1, 9, 1).build());
        assertThat(history.version(ONE)).isEqualTo(after);
    }

    @Test
    void splits_months_where_utc_does() {
        // block 1 000 000 lies years later than block 1
        store.save(epoch(1).subnet(1, 0).stake("moss", 1, 9, 1).build());
        store.save(epoch(100_000).subnet(1, 1).stake("moss", 1, 10, 1).build());

        assertThat(history.stakes(ONE, 0).get(FakeChain.hotkey("moss"))).hasSize(2);
        assertThat(
                        history.stakes(ONE, SnapshotBuilder.block(2).timestampMillis())
                                .get(FakeChain.hotkey("moss")))
                .hasSize(1);
    }
}
