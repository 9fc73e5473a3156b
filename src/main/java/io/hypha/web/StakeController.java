package io.hypha.web;

import io.hypha.chain.Alpha;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import io.hypha.rank.Ranking;
import io.hypha.stake.Quote;
import io.hypha.stake.QuoteAnswer;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakeIntent;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Choose, amount, review: everything before a wallet is asked. Works without JavaScript. */
@Controller
class StakeController {

    private final StakeDesk desk;
    private final Subtensor subtensor;
    private final Ranking ranking;

    StakeController(StakeDesk desk, Subtensor subtensor, Ranking ranking) {
        this.desk = desk;
        this.subtensor = subtensor;
        this.ranking = ranking;
    }

    @GetMapping("/stake")
    String stake(Form form, Model model, HttpServletResponse response) {
        return begin(form, StakeIntent.Action.STAKE, model, response);
    }

    @GetMapping("/unstake")
    String unstake(Form form, Model model, HttpServletResponse response) {
        return begin(form, StakeIntent.Action.UNSTAKE, model, response);
    }

    /** The form, filled from a link or empty; what a link says wrong is told at once. */
    private String begin(
            Form form, StakeIntent.Action action, Model model, HttpServletResponse response) {
        StakeParameters parameters = form.parameters(action);
        if (!parameters.amountText.isEmpty()) {
            parameters.withAmount();
        }
        if (!parameters.errors.isEmpty()) {
            return wrong(parameters, model, response);
        }
        return form(parameters, form.isFilled(), null, model);
    }

    @GetMapping("/stake/review")
    String reviewStake(Form form, Model model, HttpServletResponse response) {
        return review(form.parameters(StakeIntent.Action.STAKE), model, response);
    }

    @GetMapping("/unstake/review")
    String reviewUnstake(
            Form form,
            @RequestParam(name = "everything", defaultValue = "false") boolean everything,
            Model model,
            HttpServletResponse response) {
        StakeParameters parameters = form.parameters(StakeIntent.Action.UNSTAKE);
        return everything
                ? everything(form, parameters, model, response)
                : review(parameters, model, response);
    }

    /** What the address says; Spring fills it from the request's parameters. */
    record Form(
            @Nullable String hotkey,
            @Nullable String netuid,
            @Nullable String amount,
            @Nullable String tolerance,
            @Nullable String other,
            @Nullable String account) {

        StakeParameters parameters(StakeIntent.Action action) {
            return new StakeParameters(action, hotkey, netuid, amount, tolerance, other, account);
        }

        boolean isFilled() {
            return Stream.of(hotkey, amount).anyMatch(value -> value != null && !value.isBlank());
        }
    }

    private String everything(
            Form form, StakeParameters parameters, Model model, HttpServletResponse response) {
        if (parameters.account().isEmpty()) {
            parameters.errors.putIfAbsent(
                    StakeParameters.Field.ACCOUNT,
                    "Give the account whose whole stake here is meant.");
        }
        if (!parameters.errors.isEmpty() || parameters.hotkey().isEmpty()) {
            return wrong(parameters, model, response);
        }
        Reading<Long> stake =
                subtensor
                        .account(parameters.account().orElseThrow())
                        .flatMap(account -> account.value().positions())
                        .flatMap(positions ->
                                whole(
                                        positions.value(),
                                        parameters.hotkey().orElseThrow(),
                                        parameters.netUid().orElseThrow()));
        return switch (stake) {
            case Reading.Missing<Long>(var _, String text) -> {
                parameters.errors.put(StakeParameters.Field.ACCOUNT, text);
                yield wrong(parameters, model, response);
            }
            case Reading.Known<Long> known ->
                    review(
                            new StakeParameters(
                                    StakeIntent.Action.UNSTAKE,
                                    form.hotkey(),
                                    form.netuid(),
                                    Numbers.amountPlain(known.value()),
                                    form.tolerance(),
                                    form.other(),
                                    form.account()),
                            model,
                            response);
        };
    }

    private static Reading<Long> whole(List<PositionView> positions, Hotkey hotkey, NetUid netUid) {
        return positions.stream()
                .filter(each -> each.hotkey().equals(hotkey) && each.netUid().equals(netUid))
                .findFirst()
                .map(each -> each.stake().map(Alpha::rao))
                .orElse(
                        Reading.missing(
                                Reading.Reason.ABSENT,
                                "This account has no stake with this validator there."));
    }

    private String review(StakeParameters parameters, Model model, HttpServletResponse response) {
        parameters.withAmount();
        if (parameters.hotkey().isEmpty()) {
            parameters.errors.putIfAbsent(StakeParameters.Field.HOTKEY, "Choose a validator.");
        }
        Optional<StakeIntent> intent = parameters.intent();
        if (intent.isEmpty()) {
            return wrong(parameters, model, response);
        }
        return switch (desk.quote(intent.get())) {
            case QuoteAnswer.Refused refused -> {
                parameters.refused(refused);
                yield wrong(parameters, model, response);
            }
            case QuoteAnswer.Unknown(var _, String text) -> {
                response.setStatus(503);
                yield form(parameters, false, text, model);
            }
            case QuoteAnswer.Quoted(Quote quote) -> {
                model.addAttribute(
                        "page",
                        StakeReviewPage.of(
                                quote,
                                name(intent.get().netUid(), intent.get().hotkey()),
                                parameters,
                                subtensor.status(),
                                desk.signingOff().orElse(null)));
                response.setHeader("Cache-Control", "no-store");
                yield "stake/review";
            }
        };
    }

    private String wrong(StakeParameters parameters, Model model, HttpServletResponse response) {
        response.setStatus(400);
        return form(parameters, false, null, model);
    }

    private String form(
            StakeParameters p, boolean fromLink, @Nullable String problem, Model model) {
        boolean stake = p.action == StakeIntent.Action.STAKE;
        @Nullable Hotkey hotkey = p.hotkey().orElse(null);
        NetUid netUid = p.netUid().orElse(NetUid.ROOT);
        String validator = hotkey == null ? "" : name(netUid, hotkey);
        Reading<SubnetView> subnet = subtensor.subnet(netUid);
        boolean other =
                p.toleranceText.equals("other")
                        || Stream.of("0.1", "0.5", "1").noneMatch(p.toleranceText::equals);
        model.addAttribute(
                "page",
                new StakeFormPage(
                        (stake ? "Stake" : "Unstake")
                                + (validator.isEmpty()
                                        ? ""
                                        : (stake ? " with " : " from ") + validator),
                        stake ? "stake" : "unstake",
                        stake ? "/stake/review" : "/unstake/review",
                        fromLink,
                        problem,
                        hotkey == null ? null : hotkey.address(),
                        p.hotkeyText,
                        validator,
                        p.netUid().isPresent() ? netUid.toString() : p.netuidText,
                        subnetLabel(netUid, subnet),
                        netUid.isRoot(),
                        stake || netUid.isRoot() ? "τ" : "α",
                        hotkey == null
                                ? null
                                : Figure.decimal(
                                        subnet.flatMap(view -> view.value().price()), 9, "τ"),
                        p.amountText,
                        stake
                                ? "At least 0.002 τ. Leave a little τ free for chain fees."
                                : "In "
                                        + (netUid.isRoot() ? "τ" : "the subnet's alpha")
                                        + ", as the position shows it.",
                        p.accountText,
                        Stream.of("0.1", "0.5", "1")
                                .map(value ->
                                        new ValidatorListPage.Choice(
                                                value, value + " %", value.equals(p.toleranceText)))
                                .toList(),
                        !other
                                ? null
                                : p.otherText.isEmpty()
                                        ? p.toleranceText.replace("other", "")
                                        : p.otherText,
                        p.errors.get(StakeParameters.Field.HOTKEY),
                        p.errors.get(StakeParameters.Field.NETUID),
                        p.errors.get(StakeParameters.Field.AMOUNT),
                        p.errors.get(StakeParameters.Field.TOLERANCE),
                        p.errors.get(StakeParameters.Field.ACCOUNT),
                        new Ground(null, null)));
        return "stake/form";
    }

    private static String subnetLabel(NetUid netUid, Reading<SubnetView> subnet) {
        return netUid.isRoot()
                ? "Root"
                : "Subnet "
                        + netUid
                        + subnet.flatMap(view -> view.value().name())
                                .toOptional()
                                .map(name -> " (" + name + ")")
                                .orElse("");
    }

    private String name(NetUid netUid, Hotkey hotkey) {
        return ranking.validator(netUid, hotkey)
                .flatMap(ranked -> ranked.value().name())
                .toOptional()
                .filter(name -> !name.isBlank())
                .orElse(Numbers.shortAddress(hotkey.address()));
    }
}
