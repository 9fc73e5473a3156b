package io.hypha.web;

import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakingAction.Kind;
import io.hypha.stake.StakingCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime in office has calls for. While its metadata is not known nothing is ruled out:
 * the form is shown, and the review says what is missing.
 *
 * @param offers empty while the metadata is not known
 */
record Offer(Map<Kind, StakingCalls.Offer> offers, List<StakingCalls.ClaimType> claimTypes) {

    static Offer of(StakeDesk desk) {
        return desk.offered()
                .map(offers -> new Offer(offers, desk.claimTypes()))
                .orElse(new Offer(Map.of(), List.of()));
    }

    Set<Kind> kinds() {
        return offers.entrySet().stream()
                .filter(each -> each.getValue() instanceof StakingCalls.Offer.Offered)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Why the form leads nowhere on this runtime; null where it leads somewhere. */
    @Nullable String why(ActionForm form) {
        List<String> reasons = new ArrayList<>();
        for (Kind kind : needed(form)) {
            if (!(offers.get(kind) instanceof StakingCalls.Offer.NotOffered(String reason))) {
                return null;
            }
            reasons.add(reason);
        }
        return reasons.getFirst();
    }

    /** One of them is enough. */
    private static List<Kind> needed(ActionForm form) {
        return switch (form) {
            case STAKE -> List.of(Kind.STAKE);
            case SEVERAL -> List.of(Kind.BATCH);
            case BASKET -> List.of(Kind.STAKE_INTO_BASKET);
            case UNSTAKE -> List.of(Kind.UNSTAKE);
            case UNSTAKE_ALL -> List.of(Kind.UNSTAKE_ALL, Kind.UNSTAKE_ALL_ALPHA);
            case MOVE -> List.of(Kind.MOVE, Kind.SWAP, Kind.MOVE_LIMIT);
            case TRANSFER -> List.of(Kind.TRANSFER);
            case CLAIM -> List.of(Kind.CLAIM_ROOT, Kind.CLAIM_ROOT_OF);
            case CLAIM_TYPE -> List.of(Kind.SET_ROOT_CLAIM_TYPE);
            case AUTO_STAKE -> List.of(Kind.AUTO_STAKE);
            case PROXY -> List.of(Kind.ADD_STAKING_PROXY, Kind.REMOVE_STAKING_PROXY);
        };
    }
}
