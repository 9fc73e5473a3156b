package io.hypha.web;

import io.hypha.stake.Tolerance;
import io.hypha.web.ActionFormPage.ToleranceField;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The choice of a tolerance, where an action has a price. */
final class ToleranceChoice {

    private ToleranceChoice() {}

    /**
     * The field.
     *
     * @param root whether the exchange is one to one
     */
    static @Nullable ToleranceField of(
            ActionForm form, Inputs inputs, boolean root, @Nullable String error) {
        boolean priced =
                switch (form) {
                    case STAKE, SEVERAL, UNSTAKE, MOVE -> true;
                    case BASKET, UNSTAKE_ALL, TRANSFER, CLAIM, CLAIM_TYPE, AUTO_STAKE, PROXY ->
                            false;
                };
        if (!priced) {
            return null;
        }
        String chosen =
                inputs.has("tolerance") ? inputs.one("tolerance") : Tolerance.DEFAULT.percent();
        boolean other = Stream.of("0.1", "0.5", "1").noneMatch(chosen::equals);
        boolean disabled = root && (form == ActionForm.STAKE || form == ActionForm.UNSTAKE);
        return new ToleranceField(
                Stream.of("0.1", "0.5", "1")
                        .map(value ->
                                new ValidatorListPage.Choice(
                                        value, value + " %", value.equals(chosen)))
                        .toList(),
                !other
                        ? null
                        : inputs.has("other") ? inputs.one("other") : chosen.replace("other", ""),
                disabled,
                disabled
                        ? "root is 1:1"
                        : form == ActionForm.MOVE
                                ? "used where the stake changes its subnet and keeps its validator"
                                : "",
                error);
    }
}
