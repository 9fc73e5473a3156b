package io.hypha.stake.store;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionLog;
import io.hypha.stake.TransactionState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Transactions in PostgreSQL. */
@Component
class PostgresTransactionLog implements TransactionLog {

    private static final Set<TransactionState> OPEN =
            EnumSet.of(TransactionState.CHECKED, TransactionState.SENT, TransactionState.IN_BLOCK);

    private final TransactionRows rows;

    PostgresTransactionLog(TransactionRows rows) {
        this.rows = rows;
    }

    @Override
    @Transactional
    public void save(Transaction transaction) {
        rows.save(TransactionRow.of(transaction));
    }

    @Override
    @Transactional
    public Optional<Transaction> update(Hash256 id, UnaryOperator<Transaction> change) {
        return rows.findAndLockById(id.toArray())
                .map(TransactionRow::toTransaction)
                .map(before -> {
                    Transaction after = change.apply(before);
                    if (!after.equals(before)) {
                        rows.save(TransactionRow.of(after));
                    }
                    return after;
                });
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Transaction> find(Hash256 idOrHash) {
        return rows.findById(idOrHash.toArray())
                .or(() -> rows.findFirstByExtrinsicHash(idOrHash.toArray()))
                .map(TransactionRow::toTransaction);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Transaction> watched() {
        return rows.watched().stream().map(TransactionRow::toTransaction).toList();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Transaction> open(Coldkey signer) {
        return rows.findBySignerAndStateIn(signer.key().toArray(), OPEN).stream()
                .map(TransactionRow::toTransaction)
                .toList();
    }

    @Override
    @Transactional
    public int purgeUnsigned(Instant preparedBefore) {
        return rows.deleteUnsigned(preparedBefore);
    }
}
