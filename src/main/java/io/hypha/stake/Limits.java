package io.hypha.stake;

import java.util.List;
import java.util.OptionalLong;

/**
 * The limit prices of an action's calls, one place for each of {@link StakingAction#singles()}.
 *
 * @param prices rao of TAO per alpha for stakes and unstakes; for swaps and moves between subnets
 *     10^9 times the least alpha of the destination per alpha of the origin; empty where {@link
 *     StakingAction#takesLimit} says no
 */
public record Limits(List<OptionalLong> prices) {

    public Limits {
        prices = List.copyOf(prices);
    }

    /** For an action of one call. */
    public static Limits of(long price) {
        return new Limits(List.of(OptionalLong.of(price)));
    }

    /** For an action of which no call takes a limit. */
    public static Limits none(StakingAction action) {
        return new Limits(action.singles().stream().map(_ -> OptionalLong.empty()).toList());
    }

    /**
     * Whether each call that takes a limit has one, and no other.
     *
     * @throws IllegalArgumentException when not
     */
    void requireFor(StakingAction action) {
        List<StakingAction.Single> singles = action.singles();
        if (singles.size() != prices.size()) {
            throw new IllegalArgumentException(
                    singles.size() + " calls have " + prices.size() + " limits");
        }
        for (int i = 0; i < prices.size(); i++) {
            OptionalLong price = prices.get(i);
            if (StakingAction.takesLimit(singles.get(i)) != price.isPresent()
                    || price.orElse(1) <= 0) {
                throw new IllegalArgumentException(
                        "call " + i + " of " + action.kind().code() + " has the limit " + price);
            }
        }
    }
}
