package io.hypha.web;

import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.stake.Effect;
import io.hypha.stake.Promise;
import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a transaction did, from the proven events of its block, beside what its quote promised.
 *
 * @param rows one for each step that was promised
 * @param sentences what the events say, in their order
 */
public record Happened(
        List<Row> rows, List<String> sentences, Figure feePromised, Figure feePaid, Ground ground) {

    private static final String NOT_KNOWN = "not known";
    private static final String NO_EVENT = "no event says it";
    private static final String NOT_YET = "not yet";
    private static final String NOT_SO_FAR = "not so far";
    private static final String NONE = "none";
    private static final String IT_DID_NOT = "it did not";

    /** A step; {@code difference} is empty before it happened. */
    public record Row(
            String step, Figure promised, Figure atLeast, Figure happened, String difference) {}

    /**
     * What is known of it now.
     *
     * @param lapsed whether its wallet was asked and can no longer answer in time
     */
    static Happened of(Transaction transaction, boolean lapsed) {
        String otherwise = lapsed ? IT_DID_NOT : otherwise(transaction);
        Standing.Place place = transaction.standing().place();
        long block = place == null ? 0 : place.block().number();
        List<Effect> effects = new ArrayList<>(transaction.effects());
        Promise promise = transaction.promise();
        List<Row> rows = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        for (Promise.Step step : promise.steps()) {
            Row row = row(step, promise.block(), taken(effects, step), block, otherwise);
            rows.add(row);
            figures.add(row.happened());
        }
        Figure paid =
                transaction.effects().stream()
                        .flatMap(effect -> effect.amounts().stream())
                        .filter(amount -> amount.role() == Effect.Role.CHAIN_FEE)
                        .findFirst()
                        .map(amount ->
                                Figure.amountAt(amount.rao(), amount.unit(), Level.PROVEN, block))
                        .orElse(Figure.missing(lapsed ? NONE : unpaid(transaction)));
        figures.add(paid);
        return new Happened(
                rows,
                transaction.effects().stream().map(Effect::words).toList(),
                promise.chainFee().isPresent()
                        ? Figure.amountAt(
                                promise.chainFee().getAsLong(),
                                NetUid.ROOT,
                                Level.EXECUTED,
                                promise.block())
                        : Figure.missing(NOT_KNOWN),
                paid,
                Ground.of(figures));
    }

    /** Why a step has no amount. */
    private static String otherwise(Transaction transaction) {
        return switch (transaction.state()) {
            case WAITING, CHECKED, SENT, IN_BLOCK -> NOT_YET;
            case REJECTED, EXPIRED, REPLACED -> IT_DID_NOT;
            // an endpoint's word: a block may hold it all the same
            case REFUSED -> NOT_SO_FAR;
            case UNCLEAR -> NOT_KNOWN;
            case FINALIZED -> NO_EVENT;
            // calls of a batch that were done before the one that failed may stand
            case FAILED ->
                    transaction.effects().stream().allMatch(Happened::isFee)
                            ? IT_DID_NOT
                            : NO_EVENT;
        };
    }

    /** Why no chain fee is known. */
    private static String unpaid(Transaction transaction) {
        return switch (transaction.state()) {
            case WAITING, CHECKED, SENT, IN_BLOCK -> NOT_YET;
            case REFUSED -> NOT_SO_FAR;
            case REJECTED, EXPIRED, REPLACED -> NONE;
            case FINALIZED, FAILED, UNCLEAR -> NOT_KNOWN;
        };
    }

    private static boolean isFee(Effect effect) {
        return effect.amounts().stream().anyMatch(amount -> amount.role() == Effect.Role.CHAIN_FEE);
    }

    /** The first effect of that kind in that unit; each is taken once. */
    private static Optional<Effect.Amount> taken(List<Effect> effects, Promise.Step step) {
        Set<String> events =
                switch (step.kind()) {
                    case STAKE -> Set.of("SubtensorModule.StakeAdded");
                    case UNSTAKE -> Set.of("SubtensorModule.StakeRemoved");
                    case MOVE ->
                            Set.of(
                                    "SubtensorModule.StakeMoved",
                                    "SubtensorModule.StakeTransferred");
                    case CLAIM -> Set.of();
                };
        for (Effect effect : effects) {
            if (!events.contains(effect.event())) {
                continue;
            }
            Optional<Effect.Amount> received =
                    effect.amounts().stream()
                            .filter(amount ->
                                    amount.role() == Effect.Role.RECEIVED
                                            && amount.unit().equals(step.receivedUnit()))
                            .findFirst();
            if (received.isPresent()) {
                effects.remove(effect);
                return received;
            }
        }
        return Optional.empty();
    }

    private static Row row(
            Promise.Step step,
            long at,
            Optional<Effect.Amount> received,
            long block,
            String otherwise) {
        return new Row(
                title(step),
                Figure.amountAt(step.received(), step.receivedUnit(), Level.EXECUTED, at),
                step.atLeast() > 0
                        ? Figure.amountAt(step.atLeast(), step.receivedUnit(), Level.EXECUTED, at)
                        : Figure.missing("no limit"),
                received.map(amount ->
                                Figure.amountAt(amount.rao(), amount.unit(), Level.PROVEN, block))
                        .orElse(Figure.missing(otherwise)),
                received.map(amount -> difference(amount.rao(), step)).orElse(""));
    }

    private static String title(Promise.Step step) {
        String on = ActionWords.on(step.netUid());
        return switch (step.kind()) {
            case STAKE -> "Stake on " + on;
            case UNSTAKE -> "Take out of " + on;
            case MOVE -> "Move within " + on;
            case CLAIM -> "Claim from " + on;
        };
    }

    private static String difference(long rao, Promise.Step step) {
        long more = rao - step.received();
        if (more == 0) {
            return "as promised";
        }
        return (more > 0 ? "+" : "−")
                + Numbers.amountText(Math.abs(more))
                + " "
                + ActionWords.unit(step.receivedUnit());
    }

    /** Where nothing was promised and nothing happened. */
    public boolean isEmpty() {
        return rows.isEmpty() && sentences.isEmpty();
    }
}
