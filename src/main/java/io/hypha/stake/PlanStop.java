package io.hypha.stake;

import io.hypha.chain.Reading;
import io.hypha.chain.Rule;

/** Ends the making of a plan with its answer; never leaves {@link RuntimePlanner}. */
final class PlanStop extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PlanAnswer answer;

    private PlanStop(PlanAnswer answer) {
        super(null, null, false, false);
        this.answer = answer;
    }

    PlanAnswer answer() {
        return answer;
    }

    static PlanStop refused(PlanAnswer.Field field, String sentence) {
        return new PlanStop(new PlanAnswer.Refused(field, sentence));
    }

    static PlanStop unknown(Reading.Reason reason, String text) {
        return new PlanStop(new PlanAnswer.Unknown(reason, text));
    }

    static PlanStop unknown(Reading.Missing<?> missing) {
        return unknown(missing.reason(), missing.text());
    }

    static PlanStop unknown(Rule.Unknown<?> unknown) {
        return unknown(unknown.reason(), unknown.text());
    }

    static PlanStop of(PlanAnswer.Unknown unknown) {
        return new PlanStop(unknown);
    }
}
