package io.hypha.stake.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.TestDatabase;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingActionJson;
import io.hypha.stake.Tolerance;
import io.hypha.stake.TransactionLog;
import io.hypha.stake.TransactionLogContract;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

@DataJpaTest(showSql = false)
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, PostgresTransactionLog.class, PostgresFigureStore.class})
class PostgresTransactionLogIT extends TransactionLogContract {

    @Autowired private TransactionLog log;

    @Autowired private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.execute("truncate stake_transaction");
    }

    @Test
    void rows_from_before_there_were_actions_keep_their_meaning() {
        flyway("10").migrate();
        old(1, "STAKE", 0, 5_000_000_000L, 5_000, "WAITING");
        old(2, "UNSTAKE", 65_535, Long.MAX_VALUE, 500_000, "WAITING");
        flyway("11").migrate();

        Hotkey hotkey = new Hotkey(Hash256.fromHex("0x" + "5a".repeat(32)));
        assertEquals(
                List.of(
                        new StakingAction.Stake(
                                hotkey, NetUid.ROOT, 5_000_000_000L, new Tolerance(5_000)),
                        new StakingAction.Unstake(
                                hotkey,
                                new NetUid(65_535),
                                Long.MAX_VALUE,
                                new Tolerance(500_000))),
                jdbc
                        .queryForList(
                                "select intent from before_actions.stake_transaction order by id",
                                String.class)
                        .stream()
                        .map(each -> StakingActionJson.read(JsonMapper.shared().readTree(each)))
                        .toList());
        assertEquals(
                2,
                jdbc.queryForObject(
                        "select count(*) from before_actions.stake_transaction"
                                + " where tip = 0 and replaces is null and effects = '[]'",
                        Integer.class));
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(jdbc.getDataSource())
                .schemas("before_actions")
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    private void old(int id, String action, int netuid, long amount, int tolerance, String state) {
        jdbc.update(
                """
                insert into before_actions.stake_transaction (id, action, hotkey, netuid, amount_rao,
                    tolerance_millionths, signer, call, words, payload_json, spec_version, nonce,
                    birth_block, death_block, state, explanation, prepared_at, endpoints,
                    checked_to_block, block_number, index_in_block)
                values (decode(repeat(lpad(?::text, 2, '0'), 32), 'hex'), ?,
                    decode(repeat('5a', 32), 'hex'), ?, ?, ?, decode(repeat('07', 32), 'hex'),
                    decode('0758', 'hex'), 'words', '{}', 424, 5, 1000, 1064, ?, '', now(), 0, 1000,
                    0, -1)
                """,
                id,
                action,
                netuid,
                amount,
                tolerance,
                state);
    }

    @Override
    protected TransactionLog log() {
        return log;
    }
}
