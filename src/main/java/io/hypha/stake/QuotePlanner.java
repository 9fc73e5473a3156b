package io.hypha.stake;

import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Plans stakes and unstakes by our own formula, where no runtime runs. */
final class QuotePlanner implements Planner {

    private final Quoting quoting;
    private final Subtensor subtensor;

    QuotePlanner(Quoting quoting, Subtensor subtensor) {
        this.quoting = quoting;
        this.subtensor = subtensor;
    }

    @Override
    public PlanAnswer plan(StakingAction action, Optional<Coldkey> signer) {
        Optional<StakeIntent> intent = StakeIntent.of(action);
        if (intent.isEmpty()) {
            return new PlanAnswer.Unknown(
                    Reading.Reason.UNSUPPORTED,
                    "What this would do can only be told by the chain's runtime, which does not run here.");
        }
        return switch (quoting.quote(intent.get())) {
            case QuoteAnswer.Refused(QuoteAnswer.Field field, String sentence) ->
                    new PlanAnswer.Refused(PlanAnswer.Field.valueOf(field.name()), sentence);
            case QuoteAnswer.Unknown(Reading.Reason reason, String text) ->
                    new PlanAnswer.Unknown(reason, text);
            case QuoteAnswer.Quoted(Quote quote) ->
                    signer.flatMap(each -> obstacle(quote, each))
                            .orElseGet(() -> new PlanAnswer.Planned(plan(action, quote)));
        };
    }

    private Optional<PlanAnswer> obstacle(Quote quote, Coldkey signer) {
        return switch (subtensor.account(signer)) {
            case Reading.Missing<AccountView>(Reading.Reason reason, String text) ->
                    Optional.of(new PlanAnswer.Unknown(reason, text));
            case Reading.Known<AccountView> account ->
                    Holdings.obstacle(quote, account.value())
                            .map(each -> new PlanAnswer.Refused(PlanAnswer.Field.ACCOUNT, each));
        };
    }

    private static Plan plan(StakingAction action, Quote quote) {
        StakeIntent intent = quote.intent();
        boolean limited = !intent.netUid().isRoot();
        OptionalLong limit =
                limited ? OptionalLong.of(quote.limitPrice()) : OptionalLong.empty();
        Leg.Unit alpha = limited ? Leg.Unit.ALPHA : Leg.Unit.TAO;
        Leg leg =
                new Leg(
                        intent.isStake() ? Leg.Kind.STAKE : Leg.Kind.UNSTAKE,
                        intent.hotkey(),
                        intent.netUid(),
                        intent.amountRao(),
                        intent.isStake() ? Leg.Unit.TAO : alpha,
                        quote.out(),
                        intent.isStake() ? alpha : Leg.Unit.TAO,
                        quote.atLeast(),
                        quote.poolFee(),
                        quote.spotPrice(),
                        quote.averagePrice(),
                        quote.priceAfter(),
                        limit,
                        quote.impact(),
                        quote.level());
        return new Plan(
                action,
                quote.block(),
                Optional.empty(),
                List.of(leg),
                new Limits(List.of(limit)),
                quote.chainFee(),
                Reading.missing(
                        Reading.Reason.UNSUPPORTED, "not known before the runtime runs here"),
                new Rehearsal.NotOffered("The chain's runtime does not run here."),
                List.of(),
                List.of(),
                "");
    }
}
