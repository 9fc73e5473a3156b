package io.hypha.rank;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import java.util.List;
import java.util.Optional;

/** The order of validators, from what the index has on record. Safe for many readers at once. */
public interface Ranking {

    /** Subnets that have an epoch on record, root first. */
    List<NetUid> subnets();

    /** One page of a subnet's ranking; missing while no epoch of it is on record. */
    Reading<RankingPage> page(NetUid netUid, RankingQuery query);

    /** One validator on one subnet. */
    Reading<RankedValidator> validator(NetUid netUid, Hotkey hotkey);

    /** One validator on all subnets; empty when the index never saw that key. */
    Optional<ValidatorProfile> profile(Hotkey hotkey);

    /**
     * The growth of one validator on one subnet over 30 days, for a chart and its table; oldest
     * first.
     */
    List<ValidatorProfile.Point> chart(NetUid netUid, Hotkey hotkey);
}
