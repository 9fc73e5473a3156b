package io.hypha.web;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.Level;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.stake.CallView;
import io.hypha.stake.Leg;
import io.hypha.stake.Plan;
import io.hypha.stake.Rehearsal;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingActionJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the review page of a plan. */
record Reviews(ValidatorNames names) {

    /** On what a signature would stand now. */
    record Standing(ChainStatus status, RuntimeMark runtime, @Nullable String signingOff) {}

    /**
     * The page.
     *
     * @param call null where it cannot be built
     * @param stop why the chain would refuse it for this account
     */
    ReviewPage of(
            ActionText text,
            Plan plan,
            @Nullable CallView call,
            @Nullable String stop,
            Standing standing) {
        StakingAction action = plan.action();
        ReviewParts parts = new ReviewParts(plan, names);
        List<ReviewPage.Leg> legs = parts.legs();
        List<ReviewPage.Line> costs = parts.costs();
        List<Figure> figures = new ArrayList<>();
        legs.forEach(leg -> leg.lines().forEach(line -> figures.add(line.figure())));
        costs.stream()
                .map(ReviewPage.Line::figure)
                .filter(figure -> !figure.text().equals(ReviewParts.NONE))
                .forEach(figures::add);
        Inputs without = text.inputs.without("signer");
        return new ReviewPage(
                ActionWords.title(action, names),
                text.form.active(),
                ActionForm.chooseHref(text.inputs),
                text.form.step(),
                text.form.path() + question(without.without("everything")),
                text.form.reviewPath() + question(without),
                parts.effect(),
                parts.by(),
                plan.answers(),
                legs,
                costs,
                plan.chainFee() instanceof Reading.Known<Rao> known
                        ? known.level().code()
                        : Level.DERIVED.code(),
                parts.costsNote(),
                risk(plan),
                plan.warnings(),
                plan.alarms(),
                parts.rehearsal(),
                ReviewParts.call(call),
                call == null ? "" : call.bytes().toHex(),
                StakingActionJson.write(action).toString(),
                text.inputs.has("signer") ? text.inputs.one("signer") : text.inputs.one("account"),
                text.inputs.one("replaces"),
                standing.runtime().text(),
                standing.status().network().genesisHash().toHex(),
                stop != null ? stop : failed(plan.rehearsal()),
                standing.signingOff(),
                Ground.of(figures));
    }

    private static @Nullable String failed(Rehearsal rehearsal) {
        return rehearsal instanceof Rehearsal.Failed(String _, String sentence) ? sentence : null;
    }

    private static String question(Inputs inputs) {
        String query = inputs.query();
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String risk(Plan plan) {
        boolean swaps = plan.legs().stream().anyMatch(Leg::swaps);
        boolean stakes =
                Stream.of(plan.legs().toArray(Leg[]::new))
                        .anyMatch(leg -> leg.kind() == Leg.Kind.STAKE);
        if (swaps) {
            return stakes
                    ? "Risk: this is a swap; the number of alpha only grows, but its price in τ can fall by"
                            + " more than it earns, and a validator may raise its take."
                    : "Risk: this is a swap; the price is that of the block which takes it, within your limit where there is one.";
        }
        return plan.legs().isEmpty()
                ? "Risk: no amount moves now; what is set here decides what happens later."
                : "Risk: rewards on root are not promised, and a validator may raise its take.";
    }
}
