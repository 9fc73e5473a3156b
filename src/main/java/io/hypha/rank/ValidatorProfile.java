package io.hypha.rank;

import io.hypha.chain.Hotkey;
import io.hypha.chain.Reading;
import io.hypha.chain.Take;
import java.math.BigDecimal;
import java.util.List;

/**
 * Everything on record about one validator.
 *
 * @param places where it stands on each subnet it is staked on, root first
 * @param takes its commission over time, oldest first, one entry per change seen
 */
public record ValidatorProfile(
        Hotkey hotkey, Reading<String> name, List<RankedValidator> places, List<TakeChange> takes) {

    public ValidatorProfile {
        places = List.copyOf(places);
        takes = List.copyOf(takes);
    }

    /** The take first seen at that epoch block. */
    public record TakeChange(long block, long timestampMillis, Take take) {}

    /**
     * A point of the growth chart of one subnet.
     *
     * @param index growth since the first point, 1 at the start; null-free: a gap is a missing
     *     point
     */
    public record Point(long block, long timestampMillis, BigDecimal index, boolean gapBefore) {}
}
