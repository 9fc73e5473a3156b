package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Hash256;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Transactions in a map, as PostgreSQL keeps them. */
public class MemoryTransactionLog implements TransactionLog {

    private final Map<Hash256, Transaction> rows = new LinkedHashMap<>();

    @Override
    public synchronized void save(Transaction transaction) {
        Hash256 hash = transaction.extrinsicHash();
        boolean taken =
                hash != null
                        && rows.values().stream()
                                .anyMatch(each ->
                                        hash.equals(each.extrinsicHash())
                                                && !each.id().equals(transaction.id()));
        if (taken) {
            throw new IllegalStateException("extrinsic " + hash + " is kept under another id");
        }
        rows.put(transaction.id(), transaction);
    }

    @Override
    public synchronized Optional<Transaction> update(
            Hash256 id, UnaryOperator<Transaction> change) {
        Transaction before = rows.get(id);
        if (before == null) {
            return Optional.empty();
        }
        save(change.apply(before));
        return Optional.of(rows.get(id));
    }

    @Override
    public synchronized Optional<Transaction> find(Hash256 idOrHash) {
        Transaction byId = rows.get(idOrHash);
        return byId != null
                ? Optional.of(byId)
                : rows.values().stream()
                        .filter(each -> idOrHash.equals(each.extrinsicHash()))
                        .findFirst();
    }

    @Override
    public synchronized List<Transaction> watched() {
        return rows.values().stream()
                .filter(Transaction::isWatched)
                .sorted(
                        Comparator.comparing(Transaction::preparedAt)
                                .thenComparing(Transaction::id))
                .toList();
    }

    @Override
    public synchronized List<Transaction> open(Coldkey signer) {
        return rows.values().stream()
                .filter(each -> each.signer().equals(signer))
                .filter(Transaction::isOpen)
                .toList();
    }

    @Override
    public synchronized int purgeUnsigned(Instant preparedBefore) {
        int before = rows.size();
        rows.values()
                .removeIf(each ->
                        (each.state() == TransactionState.WAITING
                                        || each.state() == TransactionState.REJECTED)
                                && each.preparedAt().isBefore(preparedBefore));
        return before - rows.size();
    }
}
