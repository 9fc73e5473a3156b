package io.hypha.chain;

import java.util.Map;
import java.util.Set;

/** Where epochs are read. Methods block on the network. */
public interface EpochSource {

    /** Which network this is. */
    ChainStatus.NetworkName network();

    /**
     * The block of each subnet's last epoch, at the newest readable block; 0 where there was none
     * yet.
     */
    Reading<Map<NetUid, Long>> lastSteps();

    /**
     * One epoch block.
     *
     * @param block the epoch block
     * @param stepped the subnets whose last epoch it is
     * @param candidates validators to look at even if they were paid nothing
     * @param discover also look for validators by their permits, and read names; for new blocks
     */
    Reading<EpochSnapshot> snapshot(
            long block, Set<NetUid> stepped, Map<NetUid, Set<Hotkey>> candidates, boolean discover);

    /** Calls back after each new finalized block, on a thread of the node; close to stop. */
    Subscription onFinalized(Runnable listener);

    /** Ends a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
