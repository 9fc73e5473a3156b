package io.hypha.rank;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.index.Coverage;
import java.util.List;

/**
 * A page of the ranking of one subnet.
 *
 * @param block newest epoch block behind it
 * @param level of the ranking as a whole
 * @param total validators that match, on all pages
 * @param coverage how much history is on record
 */
public record RankingPage(
        NetUid netUid,
        BlockRef block,
        Level level,
        int total,
        Coverage coverage,
        List<RankedValidator> items) {

    public RankingPage {
        items = List.copyOf(items);
    }
}
