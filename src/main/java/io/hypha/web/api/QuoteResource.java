package io.hypha.web.api;

import io.hypha.chain.Coldkey;
import io.hypha.chain.ExecutedAnswer;
import io.hypha.chain.Level;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.stake.Leg;
import io.hypha.stake.Plan;
import io.hypha.stake.PlanAnswer;
import io.hypha.stake.Rehearsal;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingActionJson;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/v1/quote}: what an action would do and cost on the newest readable state. Nothing is
 * prepared or kept. The action is the JSON of {@link StakingActionJson}; amounts are rao. What the
 * chain would refuse is a problem of status 422 with the field that is at fault.
 */
@RestController
class QuoteResource {

    private static final int MAX_ACTION = 8_192;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StakeDesk desk;

    QuoteResource(StakeDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/api/v1/quote")
    ResponseEntity<Object> quote(
            @RequestParam(name = "action") String action,
            @RequestParam(name = "account", required = false) @Nullable Coldkey account) {
        return switch (desk.plan(read(action), Optional.ofNullable(account))) {
            case PlanAnswer.Planned(Plan plan) -> ResponseEntity.ok(json(plan));
            case PlanAnswer.Refused(var field, String sentence) -> refused(field, sentence);
            case PlanAnswer.Unknown(Reading.Reason reason, String text) ->
                    throw new UnansweredException(new Reading.Missing<>(reason, text));
        };
    }

    private static StakingAction read(String text) {
        if (text.length() > MAX_ACTION) {
            throw new IllegalArgumentException("action: more than " + MAX_ACTION + " characters");
        }
        try {
            return StakingActionJson.read(JSON.readTree(text));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("action: expected a JSON object");
        }
    }

    private static ResponseEntity<Object> refused(PlanAnswer.Field field, String sentence) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, sentence);
        problem.setProperty("field", field.name().toLowerCase(Locale.ROOT));
        return ResponseEntity.unprocessableContent()
                .header("Content-Type", "application/problem+json")
                .body(problem);
    }

    private static Map<String, @Nullable Object> json(Plan plan) {
        Function<Rao, Object> rao = value -> Long.toString(value.value());
        return new Json()
                .block(plan.block())
                .put("level", level(plan).code())
                .putIf("codeHash", plan.stateCode().map(code -> code.toHex()), "unsupported")
                .put("action", StakingActionJson.write(plan.action()))
                .put("sentence", plan.sentence())
                .put("legs", plan.legs().stream().map(QuoteResource::leg).toList())
                .figure("chainFeeRao", plan.chainFee(), rao)
                .figure("goingStraightBackRao", plan.goingStraightBack(), rao)
                .put("rehearsal", rehearsal(plan.rehearsal()))
                .put("answers", plan.answers().stream().map(QuoteResource::answer).toList())
                .put("warnings", plan.warnings())
                .put("alarms", plan.alarms())
                .toMap();
    }

    /** The weakest of the legs; without any, what stands there was read and proven. */
    private static Level level(Plan plan) {
        return plan.legs().stream().map(Leg::level).reduce(Level::weaker).orElse(Level.PROVEN);
    }

    private static Map<String, @Nullable Object> answer(ExecutedAnswer answer) {
        return new Json()
                .put("method", answer.method())
                .put("proof", answer.proof().toString())
                .toMap();
    }

    private static Map<String, @Nullable Object> leg(Leg leg) {
        return new Json()
                .put("kind", leg.kind().name().toLowerCase(Locale.ROOT))
                .put("hotkey", leg.hotkey().address())
                .put("netuid", leg.netUid().value())
                .put("givenRao", Long.toString(leg.given()))
                .put("givenUnit", leg.givenUnit().name().toLowerCase(Locale.ROOT))
                .put("receivedRao", Long.toString(leg.received()))
                .put("receivedUnit", leg.receivedUnit().name().toLowerCase(Locale.ROOT))
                .put("atLeastRao", Long.toString(leg.atLeast()))
                .put("poolFeeRao", Long.toString(leg.poolFee()))
                .put("spotPrice", leg.spotPrice().toPlainString())
                .put("averagePrice", leg.averagePrice().toPlainString())
                .put("priceAfter", leg.priceAfter().toPlainString())
                .putIf(
                        "limitPriceRao",
                        leg.limitPrice().isPresent()
                                ? Optional.of(Long.toString(leg.limitPrice().getAsLong()))
                                : Optional.empty(),
                        "absent")
                .put("impact", leg.impact().toPlainString())
                .put("level", leg.level().code())
                .toMap();
    }

    private static Map<String, @Nullable Object> rehearsal(Rehearsal rehearsal) {
        return switch (rehearsal) {
            case Rehearsal.Passed(String api, String sentence) ->
                    new Json()
                            .put("outcome", "passed")
                            .put("api", api)
                            .put("text", sentence)
                            .toMap();
            case Rehearsal.Failed(String api, String sentence) ->
                    new Json()
                            .put("outcome", "failed")
                            .put("api", api)
                            .put("text", sentence)
                            .toMap();
            case Rehearsal.NotOffered(String reason) ->
                    new Json()
                            .put("outcome", null)
                            .put("outcomeMissing", "unsupported")
                            .put("text", reason)
                            .toMap();
        };
    }
}
