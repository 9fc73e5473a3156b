package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Subtensor;
import io.hypha.rank.Ranking;
import io.hypha.stake.CallView;
import io.hypha.stake.Plan;
import io.hypha.stake.PlanAnswer;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakingAction;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Choose, amount, review: everything before a wallet is asked, for every action alike. Works
 * without JavaScript.
 */
@Controller
class ActionController {

    /**
     * An account that a wallet chose on the review page: what is wrong with it stops the signing.
     */
    private static final String SIGNER = "signer";

    private final StakeDesk desk;
    private final Subtensor subtensor;
    private final ValidatorNames names;
    private final ActionForms forms;
    private final Reviews reviews;

    ActionController(StakeDesk desk, Subtensor subtensor, Ranking ranking) {
        this.desk = desk;
        this.subtensor = subtensor;
        this.names = ValidatorNames.from(ranking);
        this.forms = new ActionForms(subtensor, ranking, names);
        this.reviews = new Reviews(names);
    }

    /** The form, filled from a link or empty; what a link says wrong is told at once. */
    @GetMapping({
        "/stake",
        "/stake/several",
        "/stake/basket",
        "/unstake",
        "/unstake/all",
        "/move",
        "/transfer",
        "/claim",
        "/claim/type",
        "/auto-stake",
        "/proxies"
    })
    String begin(HttpServletRequest request, Model model, HttpServletResponse response) {
        Offer offer = Offer.of(desk);
        ActionText text = text(request, offer).glance();
        if (!text.errors.isEmpty()) {
            response.setStatus(400);
        }
        boolean filled = text.inputs.has("hotkey") || text.inputs.has("amount");
        return form(text, offer, filled && text.errors.isEmpty(), null, model);
    }

    @GetMapping({
        "/stake/review",
        "/stake/several/review",
        "/stake/basket/review",
        "/unstake/review",
        "/unstake/all/review",
        "/move/review",
        "/transfer/review",
        "/claim/review",
        "/claim/type/review",
        "/auto-stake/review",
        "/proxies/review"
    })
    String review(HttpServletRequest request, Model model, HttpServletResponse response) {
        Offer offer = Offer.of(desk);
        ActionText text = text(request, offer);
        Optional<StakingAction> action = text.action();
        Optional<Coldkey> signer = signer(text);
        if (action.isEmpty() || !text.errors.isEmpty()) {
            response.setStatus(400);
            return form(text, offer, false, null, model);
        }
        return switch (desk.plan(action.get(), signer)) {
            case PlanAnswer.Planned(Plan plan) -> review(text, plan, null, model, response);
            case PlanAnswer.Unknown(var _, String why) -> {
                response.setStatus(503);
                yield form(text, offer, false, why, model);
            }
            case PlanAnswer.Refused refused ->
                    refused(text, offer, action.get(), refused, model, response);
        };
    }

    /**
     * What is wrong with a field stands beside it; what is wrong with the account stands where one
     * would sign.
     */
    private String refused(
            ActionText text,
            Offer offer,
            StakingAction action,
            PlanAnswer.Refused refused,
            Model model,
            HttpServletResponse response) {
        boolean byAccount = text.inputs.has(SIGNER) || refused.field() == PlanAnswer.Field.ACCOUNT;
        if (byAccount
                && desk.plan(action, Optional.empty()) instanceof PlanAnswer.Planned(Plan plan)) {
            return review(text, plan, refused.sentence(), model, response);
        }
        text.refused(refused);
        response.setStatus(400);
        return form(text, offer, false, null, model);
    }

    private String review(
            ActionText text,
            Plan plan,
            @Nullable String stop,
            Model model,
            HttpServletResponse response) {
        Optional<CallView> call = desk.view(plan);
        model.addAttribute(
                "page",
                reviews.of(
                        text,
                        plan,
                        call.orElse(null),
                        stop,
                        new Reviews.Standing(
                                subtensor.status(),
                                RuntimeMark.of(subtensor.status()),
                                desk.signingOff().orElse(null))));
        response.setHeader("Cache-Control", "no-store");
        PostingPage.mark(response);
        return "stake/review";
    }

    private String form(
            ActionText text, Offer offer, boolean fromLink, @Nullable String problem, Model model) {
        model.addAttribute("page", forms.page(text, offer, fromLink, problem));
        return "stake/form";
    }

    private Optional<Coldkey> signer(ActionText text) {
        return text.inputs.has(SIGNER) ? text.address(SIGNER) : text.account();
    }

    private ActionText text(HttpServletRequest request, Offer offer) {
        ActionForm form =
                ActionForm.at(request.getRequestURI())
                        .orElseThrow(() -> new IllegalArgumentException("There is no such form."));
        Map<String, String[]> parameters = request.getParameterMap();
        return new ActionText(form, Inputs.of(parameters), offer.kinds(), new OwnStake(subtensor));
    }
}
