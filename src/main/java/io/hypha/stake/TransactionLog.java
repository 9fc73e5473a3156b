package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Hash256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps transactions over restarts. */
public interface TransactionLog {

    /**
     * Adds or replaces the one with that id, in one transaction.
     *
     * @throws RuntimeException of the store when another id has the same extrinsic hash; then
     *     nothing is changed
     */
    void save(Transaction transaction);

    /**
     * Changes the one with that id while nobody else does, in one transaction.
     *
     * @param change what becomes of it; it may answer the same
     * @return what is kept now; empty when there is none of that id
     * @throws RuntimeException of the store when another id has the same extrinsic hash; then
     *     nothing is changed
     */
    Optional<Transaction> update(Hash256 id, UnaryOperator<Transaction> change);

    /** By its id or, once signed, by the hash of its extrinsic. */
    Optional<Transaction> find(Hash256 idOrHash);

    /**
     * Those that a block to come may hold, oldest first: sent and not ended, and refused ones until
     * their era has been searched. An endpoint that refuses may have passed the bytes on.
     */
    List<Transaction> watched();

    /** Those of one signer that were sent and have not ended: their nonces are taken. */
    List<Transaction> open(Coldkey signer);

    /**
     * Takes away those that were prepared before and never signed: they changed nothing and never
     * can.
     *
     * @return how many there were
     */
    int purgeUnsigned(Instant preparedBefore);
}
