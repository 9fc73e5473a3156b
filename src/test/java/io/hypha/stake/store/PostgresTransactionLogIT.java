package io.hypha.stake.store;

import io.hypha.TestDatabase;
import io.hypha.stake.TransactionLog;
import io.hypha.stake.TransactionLogContract;
import org.junit.jupiter.api.BeforeEach;
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
@Import({TestDatabase.class, PostgresTransactionLog.class})
class PostgresTransactionLogIT extends TransactionLogContract {

    @Autowired private TransactionLog log;

    @Autowired private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.execute("truncate stake_transaction");
    }

    @Override
    protected TransactionLog log() {
        return log;
    }
}
