package io.hypha.index;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The reading port: what is on record about epochs. Times are chain time in unix milliseconds. */
public interface EpochHistory {

    /**
     * Asks questions, on the calling thread, of one state of the record: what is kept meanwhile is
     * in none of the answers, so that they belong together.
     */
    <T> T atOnce(Supplier<T> questions);

    /** Subnets with an epoch on record, by number; root first as soon as there is one. */
    List<NetUid> subnets();

    /**
     * Changes whenever a subnet's record does: a cheap key for caches. For root, whenever any
     * record does.
     */
    long version(NetUid netUid);

    /**
     * How far back a subnet's record reaches; empty when there is none. Root reaches as far as all
     * subnets do.
     */
    Optional<Coverage> coverage(NetUid netUid);

    /**
     * A subnet's epochs without a hole back from the newest, oldest first, of that time or younger.
     * Not for root.
     */
    List<SubnetEpoch> epochs(NetUid netUid, long sinceMillis);

    /**
     * What validators had in a subnet's epochs of that time or younger, by validator, each oldest
     * first. Not for root.
     */
    Map<Hotkey, List<StakeEpoch>> stakes(NetUid netUid, long sinceMillis);

    /** The same of one validator, oldest first. */
    List<StakeEpoch> stakes(NetUid netUid, Hotkey hotkey, long sinceMillis);

    /**
     * What root stake earned in blocks of that time or younger, by validator, each oldest first.
     */
    Map<Hotkey, List<RootEpoch>> rootEpochs(long sinceMillis);

    /** The same of one validator, oldest first. */
    List<RootEpoch> rootEpochs(Hotkey hotkey, long sinceMillis);

    /** Validators on record with what was last known of them. */
    Map<Hotkey, ValidatorRecord> validators();

    /** Takes on record since that time, one entry per change, by validator, each oldest first. */
    Map<Hotkey, List<TakeRecord>> takes(long sinceMillis);

    /** The same of one validator, oldest first. */
    List<TakeRecord> takes(Hotkey hotkey, long sinceMillis);

    /** Subnets on which that validator has a row in the newest epoch. */
    List<NetUid> subnetsOf(Hotkey hotkey);
}
