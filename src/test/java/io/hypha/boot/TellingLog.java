package io.hypha.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Hash256;
import io.hypha.stake.MemoryTransactionLog;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A log that tells each state it keeps, and can be gone once as a database can. */
final class TellingLog extends MemoryTransactionLog {

    final BlockingQueue<TransactionState> kept = new LinkedBlockingQueue<>();
    final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private volatile boolean gone;

    @Override
    public synchronized Optional<Transaction> update(
            Hash256 id, UnaryOperator<Transaction> change) {
        if (gone) {
            gone = false;
            failures.add("gone");
            throw new IllegalStateException("the database is gone");
        }
        Optional<Transaction> after = super.update(id, change);
        after.map(Transaction::state).ifPresent(kept::add);
        return after;
    }

    void loseOnce() {
        gone = true;
    }

    /** Until some transaction is in that state. */
    void await(TransactionState wanted) throws InterruptedException {
        TransactionState state;
        do {
            state = kept.poll(3, TimeUnit.MINUTES);
            assertTrue(
                    state != null,
                    () -> "expected " + wanted + " within three minutes: " + watched());
        } while (state != wanted);
    }
}
