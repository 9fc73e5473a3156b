package io.hypha.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.TestDatabase;
import io.hypha.chain.NetUid;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochStore;
import io.hypha.index.EpochStoreContract;
import io.hypha.index.SnapshotBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@DataJpaTest
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, IndexStoreConfiguration.class})
class PostgresEpochStoreIT extends EpochStoreContract {

    @Autowired private EpochStore store;

    @Autowired private EpochHistory history;

    @Autowired private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.execute(
                "truncate network, finalized_block, validator, subnet_epoch, validator_epoch, stake_epoch, epoch_gap"
                        + " restart identity cascade");
    }

    @Override
    protected EpochStore store() {
        return store;
    }

    @Override
    protected EpochHistory history() {
        return history;
    }

    @Test
    void what_is_kept_between_two_questions_that_are_asked_at_once_is_in_neither() {
        store.save(SnapshotBuilder.epoch(600).subnet(1, 599).stake("moss", 1, 100, 1).build());
        List<Integer> epochs =
                history.atOnce(() -> {
                    int before = history.epochs(new NetUid(1), 0).size();
                    CompletableFuture.runAsync(
                                    () ->
                                            store.save(
                                                    SnapshotBuilder.epoch(599)
                                                            .subnet(1, 0)
                                                            .stake("moss", 1, 90, 1)
                                                            .build()),
                                    task -> Thread.ofVirtual().start(task))
                            .orTimeout(2, TimeUnit.MINUTES)
                            .join();
                    return List.of(
                            before,
                            history.epochs(new NetUid(1), 0).size(),
                            history.coverage(new NetUid(1)).orElseThrow().epochs(),
                            history.stakes(new NetUid(1), 0).values().iterator().next().size());
                });
        assertThat(epochs).containsExactly(1, 1, 1, 1);
        assertThat(history.coverage(new NetUid(1)).orElseThrow().epochs()).isEqualTo(2);
    }

    @Test
    void writes_a_block_whole_or_not_at_all() {
        // the last row breaks a constraint, after everything else has gone in
        assertThatThrownBy(() ->
                        store.save(
                                SnapshotBuilder.epoch(600)
                                        .subnet(1, 599)
                                        .stake("moss", 1, 100, 1)
                                        .stake("fern", 1, 100, 1, true, 70_000, 600, "0")
                                        .build()))
                .isInstanceOf(RuntimeException.class);

        assertThat(history.epochs(new NetUid(1), 0)).isEmpty();
        for (String table :
                new String[] {
                    "finalized_block", "validator", "subnet_epoch", "validator_epoch", "stake_epoch"
                }) {
            assertThat(jdbc.queryForObject("select count(*) from " + table, Long.class))
                    .as(table)
                    .isZero();
        }
    }
}
