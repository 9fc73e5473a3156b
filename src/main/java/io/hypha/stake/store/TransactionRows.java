package io.hypha.stake.store;

import io.hypha.stake.TransactionState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The table of transactions. */
interface TransactionRows extends Repository<TransactionRow, byte[]> {

    TransactionRow save(TransactionRow row);

    Optional<TransactionRow> findById(byte[] id);

    Optional<TransactionRow> findFirstByExtrinsicHash(byte[] hash);

    List<TransactionRow> findByStateInOrderByPreparedAt(Collection<TransactionState> states);

    List<TransactionRow> findBySignerAndStateIn(byte[] signer, Collection<TransactionState> states);
}
