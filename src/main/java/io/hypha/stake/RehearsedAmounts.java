package io.hypha.stake;

import io.hypha.chain.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Amounts out of the events of a rehearsed transaction. They take the place of our formula's where
 * each leg has its event; what the runtime simulated on the plan's block stays, since a rehearsal
 * stands in the next one, whose beginning moves pools by itself.
 */
record RehearsedAmounts(List<EventOfPallet> events) {

    RehearsedAmounts {
        events = List.copyOf(events);
    }

    /** Out of events as records hold them; what a fee took from stake is no leg's. */
    static RehearsedAmounts of(List<JsonNode> events) {
        return new RehearsedAmounts(
                EffectsOfEvents.withoutFee(
                        events.stream().map(EventOfPallet::of).flatMap(Optional::stream).toList()));
    }

    /** The legs with the chain's own amounts. */
    List<Leg> over(List<Leg> legs) {
        if (legs.stream().anyMatch(leg -> leg.kind() == Leg.Kind.MOVE)) {
            return legs; // a move within a subnet has the events of a sale and a purchase, too
        }
        List<EventOfPallet> left = new ArrayList<>(events);
        List<Leg> result = new ArrayList<>();
        for (Leg leg : legs) {
            OptionalLong received = received(leg, left);
            if (received.isEmpty() && swapsByEvent(leg)) {
                return legs; // another order of events than is known of spec 424
            }
            result.add(
                    leg.level() == Level.DERIVED && received.isPresent()
                            ? leg.receiving(received.getAsLong())
                            : leg);
        }
        return List.copyOf(result);
    }

    private static boolean swapsByEvent(Leg leg) {
        return leg.kind() == Leg.Kind.STAKE || leg.kind() == Leg.Kind.UNSTAKE;
    }

    /** The first event that is this leg's; it is used up. */
    private static OptionalLong received(Leg leg, List<EventOfPallet> left) {
        if (!swapsByEvent(leg)) {
            return OptionalLong.empty();
        }
        boolean stake = leg.kind() == Leg.Kind.STAKE;
        String name = stake ? StakeEffects.ADDED : StakeEffects.REMOVED;
        for (int i = 0; i < left.size(); i++) {
            EventFields fields = left.get(i).fields();
            if (left.get(i).whole().equals(name)
                    && fields.fits(StakeEffects.FORM)
                    && fields.net(StakeEffects.NETUID).equals(leg.netUid())) {
                left.remove(i);
                return OptionalLong.of(fields.rao(stake ? StakeEffects.ALPHA : StakeEffects.TAO));
            }
        }
        return OptionalLong.empty();
    }
}
