package io.hypha.stake;

import io.hypha.chain.Level;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Amounts out of the events of a rehearsed transaction. They take the place of our formula's where
 * each leg has its event; what the runtime simulated on the plan's block stays, since a rehearsal
 * stands in the next one, whose beginning moves pools by itself.
 */
record RehearsedAmounts(List<JsonNode> events) {

    private static final int TAO = 2;
    private static final int ALPHA = 3;
    private static final int NETUID = 4;

    RehearsedAmounts {
        events = List.copyOf(events);
    }

    /** The legs with the chain's own amounts. */
    List<Leg> over(List<Leg> legs) {
        if (legs.stream().anyMatch(leg -> leg.kind() == Leg.Kind.MOVE)) {
            return legs; // a move within a subnet has the events of a sale and a purchase, too
        }
        List<JsonNode> left = new ArrayList<>(events);
        List<Leg> result = new ArrayList<>();
        for (Leg leg : legs) {
            Optional<Long> received = received(leg, left);
            if (received.isEmpty() && swapsByEvent(leg)) {
                return legs; // another order of events than is known of spec 424
            }
            result.add(
                    leg.level() == Level.DERIVED && received.isPresent()
                            ? leg.receiving(received.get())
                            : leg);
        }
        return List.copyOf(result);
    }

    private static boolean swapsByEvent(Leg leg) {
        return leg.kind() == Leg.Kind.STAKE || leg.kind() == Leg.Kind.UNSTAKE;
    }

    /** The first event that is this leg's; it is used up. */
    private static Optional<Long> received(Leg leg, List<JsonNode> left) {
        if (!swapsByEvent(leg)) {
            return Optional.empty();
        }
        boolean stake = leg.kind() == Leg.Kind.STAKE;
        String name = stake ? "StakeAdded" : "StakeRemoved";
        for (int i = 0; i < left.size(); i++) {
            JsonNode fields = left.get(i).path("SubtensorModule").path(name);
            if (fields.size() > NETUID && fields.path(NETUID).asInt(-1) == leg.netUid().value()) {
                left.remove(i);
                String text = fields.path(stake ? ALPHA : TAO).asString("");
                return text.matches("[0-9]{1,18}")
                        ? Optional.of(new BigInteger(text).longValueExact())
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
