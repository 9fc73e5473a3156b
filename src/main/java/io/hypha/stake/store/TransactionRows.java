package io.hypha.stake.store;

import io.hypha.stake.TransactionState;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** The table of transactions. */
interface TransactionRows extends Repository<TransactionRow, byte[]> {

    TransactionRow save(TransactionRow row);

    Optional<TransactionRow> findById(byte[] id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select t from TransactionRow t where t.id = :id")
    Optional<TransactionRow> findAndLockById(@Param("id") byte[] id);

    Optional<TransactionRow> findFirstByExtrinsicHash(byte[] hash);

    @Query(
            """
            select t from TransactionRow t
            where t.state in (CHECKED, SENT, IN_BLOCK)
               or t.state = REFUSED and t.checkedToBlock < t.deathBlock - 1
                  and t.checkedToBlock < t.birthBlock + 4096
            order by t.preparedAt, t.id
            """)
    List<TransactionRow> watched();

    List<TransactionRow> findBySignerAndStateIn(byte[] signer, Collection<TransactionState> states);

    @Modifying
    @Query(
            """
            delete from TransactionRow t
            where t.state in (WAITING, REJECTED) and t.preparedAt < :before
            """)
    int deleteUnsigned(@Param("before") Instant before);
}
