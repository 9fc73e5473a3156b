package io.hypha.rank;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.index.EpochHistory;
import java.util.List;
import java.util.Optional;

/** The order of validators, from what the index has on record. Safe for many readers at once. */
public final class Ranking {

    private final EpochHistory history;

    public Ranking(EpochHistory history) {
        this.history = history;
    }

    /** Subnets that have an epoch on record, root first. */
    public List<NetUid> subnets() {
        return history.subnets();
    }

    /** One page of a subnet's ranking; missing while no epoch of it is on record. */
    public Reading<RankingPage> page(NetUid netUid, RankingQuery query) {
        throw new IllegalStateException("not built yet");
    }

    /** One validator on one subnet. */
    public Reading<RankedValidator> validator(NetUid netUid, Hotkey hotkey) {
        throw new IllegalStateException("not built yet");
    }

    /** One validator on all subnets; empty when the index never saw that key. */
    public Optional<ValidatorProfile> profile(Hotkey hotkey) {
        throw new IllegalStateException("not built yet");
    }

    /** The growth of one validator on one subnet over 30 days, for a chart and its table; oldest first. */
    public List<ValidatorProfile.Point> chart(NetUid netUid, Hotkey hotkey) {
        throw new IllegalStateException("not built yet");
    }
}
