package io.hypha.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.TestDatabase;
import io.hypha.chain.NetUid;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochStore;
import io.hypha.index.EpochStoreContract;
import io.hypha.index.SnapshotBuilder;
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
