package io.hypha.stake;

import io.hypha.chain.Alpha;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingState;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How much of an account's stake on a subnet conviction locks leave free. Locks decay, so only the
 * runtime tells the figure; where it cannot, a lock that was ever set makes it unknown.
 */
final class Availability {

    static final String METHOD = "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys";

    private final RuntimeQuestions runtime;

    Availability(RuntimeQuestions runtime) {
        this.runtime = runtime;
    }

    /** Whether locks must be read of the state, because the runtime does not tell. */
    static boolean needsLocks(RuntimeQuestions runtime) {
        return !runtime.offers(METHOD);
    }

    /**
     * Stops where not that much may leave.
     *
     * @param held all that the account holds on the subnet, rao
     * @param taken what earlier steps and this one take, rao
     */
    void require(StakingState.Account account, NetUid netUid, long held, long taken) {
        long available = of(account, netUid, held);
        if (taken > available) {
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "Of this account's stake on %s only %s may be taken out; the rest is locked by conviction."
                            .formatted(
                                    netUid.isRoot() ? "root" : "subnet " + netUid,
                                    Amounts.alpha(available, netUid)));
        }
    }

    private long of(StakingState.Account account, NetUid netUid, long held) {
        return switch (runtime.ask(
                METHOD,
                JsonNodeFactory.instance.arrayNode().add(account.view().coldkey().address()),
                JsonNodeFactory.instance.arrayNode().add(netUid.value()))) {
            case RuntimeQuestions.Said.Value(JsonNode value) -> told(value, netUid, held);
            case RuntimeQuestions.Said.NotOffered _ -> byLocks(account, netUid, held, "");
            case RuntimeQuestions.Said.Failed(String sentence) ->
                    byLocks(account, netUid, held, " " + sentence);
            case RuntimeQuestions.Said.Unknown(var _, String text) ->
                    byLocks(account, netUid, held, " " + text);
        };
    }

    /** Pairs of an account and its subnets; a subnet that is not named has no lock. */
    private static long told(JsonNode value, NetUid netUid, long held) {
        JsonNode subnet = value.path(0).path(1).path(netUid.toString());
        if (subnet.isMissingNode()) {
            return held;
        }
        try {
            return Fields.amount(subnet, "available");
        } catch (Fields.UnknownFormException e) {
            throw PlanStop.unknown(
                    Reading.Reason.UNSUPPORTED,
                    "The runtime tells what is locked in an unknown form: " + e.getMessage());
        }
    }

    private static long byLocks(
            StakingState.Account account, NetUid netUid, long held, String why) {
        Optional<Map<NetUid, Alpha>> locks = Rules.of(account.locked());
        if (locks.isEmpty()) {
            return held;
        }
        Alpha lock = locks.get().get(netUid);
        if (lock == null) {
            return held;
        }
        throw PlanStop.unknown(
                Reading.Reason.UNSUPPORTED,
                "This account once locked %s by conviction. How much of that is locked still only the runtime tells, and it could not be asked.%s"
                        .formatted(Amounts.alpha(lock.rao(), netUid), why));
    }
}
