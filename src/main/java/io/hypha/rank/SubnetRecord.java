package io.hypha.rank;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.index.EpochHistory;
import io.hypha.index.StakeEpoch;
import io.hypha.index.SubnetEpoch;
import io.hypha.index.TakeRecord;
import io.hypha.index.ValidatorRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is on record of one subnet as far back as a ranking looks.
 *
 * @param epochs unbroken, oldest first, not empty
 */
record SubnetRecord(
        NetUid netUid,
        List<SubnetEpoch> epochs,
        Map<Hotkey, List<StakeEpoch>> stakes,
        Map<Hotkey, ValidatorRecord> validators,
        Map<Hotkey, List<TakeRecord>> takes) {

    /**
     * The longest window and the longest tempo before it: the window begins at the last epoch
     * before.
     */
    private static final Duration BACK = Duration.ofDays(38);

    private static final Duration TAKES_BACK = Duration.ofDays(180);

    static SubnetRecord read(EpochHistory history, NetUid netUid, long newestMillis) {
        long since = newestMillis - BACK.toMillis();
        return new SubnetRecord(
                netUid,
                history.epochs(netUid, since),
                history.stakes(netUid, since),
                history.validators(),
                history.takes(newestMillis - TAKES_BACK.toMillis()));
    }

    SubnetEpoch newest() {
        return epochs.getLast();
    }
}
