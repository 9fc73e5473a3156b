package io.hypha.stake;

import io.hypha.chain.Coldkey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The pool's fee a second time, as {@code StakeInfoRuntimeApi} tells it, beside the fee of each
 * simulated trade.
 */
final class StakeFees {

    static final String METHOD = "StakeInfoRuntimeApi_get_stake_fee";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RuntimeQuestions runtime;

    StakeFees(RuntimeQuestions runtime) {
        this.runtime = runtime;
    }

    /** A sentence for each leg whose fee the runtime tells in two ways. */
    List<String> alarms(List<Leg> legs, Coldkey account) {
        return legs.stream().flatMap(leg -> alarm(leg, account).stream()).toList();
    }

    private Optional<String> alarm(Leg leg, Coldkey account) {
        boolean stake = leg.kind() == Leg.Kind.STAKE;
        if (leg.poolFee() == 0 || !(stake || leg.kind() == Leg.Kind.UNSTAKE)) {
            return Optional.empty();
        }
        JsonNode place = JSON.arrayNode().add(leg.hotkey().address()).add(leg.netUid().value());
        JsonNode coldkey = JSON.stringNode(account.address());
        return Stream.of(
                        runtime.ask(
                                METHOD,
                                stake ? JSON.nullNode() : place,
                                coldkey,
                                stake ? place : JSON.nullNode(),
                                coldkey,
                                JSON.stringNode(Long.toString(leg.given()))))
                .filter(RuntimeQuestions.Said.Value.class::isInstance)
                .map(said -> ((RuntimeQuestions.Said.Value) said).value())
                .flatMap(value -> differs(leg, value).stream())
                .findFirst();
    }

    private static Optional<String> differs(Leg leg, JsonNode value) {
        try {
            long told = Fields.amount(value);
            return Math.abs(told - leg.poolFee()) <= Trades.TOLERATED
                    ? Optional.empty()
                    : Optional.of(
                            "The pool's fee on %s is told in two ways by the chain's own runtime: %s with the trade, and %s for itself."
                                    .formatted(
                                            Amounts.of(leg.given(), leg.givenUnit(), leg.netUid()),
                                            Amounts.of(
                                                    leg.poolFee(), leg.givenUnit(), leg.netUid()),
                                            Amounts.of(told, leg.givenUnit(), leg.netUid())));
        } catch (Fields.UnknownFormException e) {
            return Optional.empty();
        }
    }
}
