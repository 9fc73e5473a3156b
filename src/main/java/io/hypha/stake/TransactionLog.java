package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;

/** Keeps transactions over restarts. */
public interface TransactionLog {

    /** Adds or replaces the one with that id, in one transaction. */
    void save(Transaction transaction);

    /** By its id or, once signed, by the hash of its extrinsic. */
    Optional<Transaction> find(Hash256 idOrHash);

    /** Those that were sent and have not ended. */
    List<Transaction> open();

    /** Those of one signer that were sent and have not ended: their nonces are taken. */
    List<Transaction> open(Coldkey signer);
}
