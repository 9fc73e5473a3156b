package io.hypha.index;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.util.List;
import java.util.Optional;

/** The reading port: what is on record about epochs. Answers are consistent within one call. */
public interface EpochHistory {

    /** Subnets with an epoch on record, by number; root first when anything is on record. */
    List<NetUid> subnets();

    /** Changes whenever a subnet's record does: a cheap key for caches. */
    long version(NetUid netUid);

    /** How far back a subnet's record reaches; empty when there is none. */
    Optional<Coverage> coverage(NetUid netUid);

    /** The subnet's epochs without a hole from the newest back, oldest first, at most those after {@code sinceMillis}. */
    List<SubnetEpoch> epochs(NetUid netUid, long sinceMillis);

    /**
     * What each validator had in those epochs: by validator, then oldest first.
     *
     * @param sinceMillis chain time; earlier epochs are left out
     */
    List<StakeEpoch> stakes(NetUid netUid, long sinceMillis);

    /** Validators on record with what was last known of them. */
    List<ValidatorRecord> validators();

    Optional<ValidatorRecord> validator(Hotkey hotkey);

    /** Every take on record of one validator, one entry per change, oldest first. */
    List<TakeRecord> takes(Hotkey hotkey);
}
