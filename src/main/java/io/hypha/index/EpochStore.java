package io.hypha.index;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** The writing port. Each method is one transaction; whatever a killed process leaves is whole. */
public interface EpochStore {

    /**
     * Claims the database for a network.
     *
     * @throws ForeignDatabaseException when it records another one
     */
    void open(ChainStatus.NetworkName network);

    /**
     * Epoch blocks that are named as a predecessor by a row on record and are not on record
     * themselves.
     */
    Map<NetUid, SortedSet<Long>> missing();

    boolean has(NetUid netUid, long block);

    /** Validators to look at when older epochs are read: those on record for that subnet. */
    Map<NetUid, Set<Hotkey>> validatorsBySubnet();

    /**
     * Keeps one epoch block with all its rows, or nothing. Rows that are on record already stay as
     * they are.
     */
    void save(EpochSnapshot snapshot);

    /** Notes that an epoch could not be read. */
    void noteGap(NetUid netUid, long block, long seenBlock, String reason);
}
