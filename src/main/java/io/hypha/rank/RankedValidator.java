package io.hypha.rank;

import io.hypha.chain.Alpha;
import io.hypha.chain.BlockRef;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Take;
import io.hypha.yield.Growth;
import java.math.BigDecimal;
import java.util.List;

/**
 * One validator on one subnet, as lists show it.
 *
 * @param rank place by score in its subnet (root: by 30-day accrual APR), from 1; missing while
 *     history is too short
 * @param name of its owner's identity: Unverified
 * @param take Recorded
 * @param stake the pool's total: Recorded; on root TAO
 * @param permit whether it may set weights; missing on root
 * @param vtrust agreement with consensus, 0..1; missing on root
 * @param score missing on root ("unsupported") and while history is too short
 * @param day what the last 24 hours of chain time returned
 * @param week 7 days
 * @param month 30 days
 * @param coverage share of the 30 days on record, 0..1
 * @param sparkline daily growth over the window, oldest first, for a drawing
 * @param level the weakest of its figures, names apart
 * @param block newest epoch block behind the figures
 * @param proof names the list of inputs behind score and yield
 */
public record RankedValidator(
        Reading<Integer> rank,
        Hotkey hotkey,
        NetUid netUid,
        Reading<Coldkey> owner,
        Reading<String> name,
        Reading<Take> take,
        Reading<Alpha> stake,
        Reading<Boolean> permit,
        Reading<BigDecimal> vtrust,
        Reading<Score> score,
        Reading<Growth> day,
        Reading<Growth> week,
        Reading<Growth> month,
        BigDecimal coverage,
        List<BigDecimal> sparkline,
        Level level,
        BlockRef block,
        ProofId proof) {

    public RankedValidator {
        sparkline = List.copyOf(sparkline);
    }

    /** The same with its place, which is as good as what the order goes by. */
    RankedValidator withRank(int place) {
        return new RankedValidator(
                Reading.known(place, block, level, proof),
                hotkey,
                netUid,
                owner,
                name,
                take,
                stake,
                permit,
                vtrust,
                score,
                day,
                week,
                month,
                coverage,
                sparkline,
                level,
                block,
                proof);
    }
}
