package io.hypha.web;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.stake.CallView;
import io.hypha.stake.Leg;
import io.hypha.stake.Plan;
import io.hypha.stake.Rehearsal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The parts of a review, from a plan. */
final class ReviewParts {

    /** Nine decimals: a rao. */
    private static final int PRICE_PLACES = 9;

    /** What nobody takes. */
    static final String NONE = "none";

    private final Plan plan;
    private final ValidatorNames names;

    ReviewParts(Plan plan, ValidatorNames names) {
        this.plan = plan;
        this.names = names;
    }

    /** What is given and what comes of it, then what the call says. */
    String effect() {
        List<Leg> legs = plan.legs();
        String whole =
                plan.sentence().isEmpty()
                        ? ActionWords.title(plan.action(), names) + "."
                        : named(plan.sentence());
        if (legs.isEmpty()) {
            return whole;
        }
        Leg first = legs.getFirst();
        Leg last = legs.getLast();
        boolean chained = legs.size() == 2 && first.kind() == Leg.Kind.UNSTAKE;
        if (legs.size() > 1 && !chained) {
            return whole;
        }
        boolean exact = legs.stream().noneMatch(Leg::swaps);
        return "You give %s and receive %s%s. %s"
                .formatted(
                        plain(first, first.given(), first.givenUnit()),
                        exact ? "" : "about ",
                        exact
                                ? plain(last, last.received(), last.receivedUnit())
                                : head(last, last.received(), last.receivedUnit()),
                        whole);
    }

    /** Validators by their names; the call below has the whole addresses. */
    private String named(String sentence) {
        String named = sentence;
        for (Leg leg : plan.legs()) {
            String address = leg.hotkey().address();
            String brief = Numbers.shortAddress(address);
            String name = names.of(leg.netUid(), leg.hotkey());
            if (!name.equals(brief)) {
                named = named.replace(address, name + " (" + brief + ")");
            }
        }
        return named;
    }

    private static String plain(Leg leg, long rao, Leg.Unit unit) {
        return Numbers.amountText(rao) + " " + ActionWords.unit(place(leg, unit));
    }

    private static String head(Leg leg, long rao, Leg.Unit unit) {
        return Numbers.head(rao) + " " + ActionWords.unit(place(leg, unit));
    }

    private static NetUid place(Leg leg, Leg.Unit unit) {
        return unit == Leg.Unit.TAO ? NetUid.ROOT : leg.netUid();
    }

    List<ReviewPage.Leg> legs() {
        List<ReviewPage.Leg> legs = new ArrayList<>();
        boolean several = plan.legs().size() > 1;
        for (int i = 0; i < plan.legs().size(); i++) {
            Leg leg = plan.legs().get(i);
            legs.add(
                    new ReviewPage.Leg(
                            (several ? (i + 1) + ". " : "") + title(leg),
                            leg.level().code(),
                            lines(leg),
                            note(leg)));
        }
        return legs;
    }

    private String title(Leg leg) {
        String name = names.of(leg.netUid(), leg.hotkey());
        String where = ActionWords.on(leg.netUid());
        return switch (leg.kind()) {
            case STAKE -> "Stake on " + where + " with " + name;
            case UNSTAKE -> "Take out of " + where + " from " + name;
            case MOVE -> "Move within " + where + " to " + name;
            case CLAIM -> "Claim from " + where + " with " + name;
        };
    }

    private List<ReviewPage.Line> lines(Leg leg) {
        List<ReviewPage.Line> lines = new ArrayList<>();
        lines.add(line("You give", amount(leg, leg.given(), leg.givenUnit())));
        if (leg.swaps()) {
            lines.add(line("Spot price", price(leg, leg.spotPrice())));
            lines.add(line("Your average price", price(leg, leg.averagePrice())));
            lines.add(line("Price impact of your size", percent(leg, leg.impact())));
            lines.add(line(feeName(leg), amount(leg, leg.poolFee(), leg.givenUnit())));
        } else {
            lines.add(line("Pool fee", amount(leg, leg.poolFee(), leg.givenUnit())));
        }
        lines.add(
                new ReviewPage.Line(
                        "You receive", amount(leg, leg.received(), leg.receivedUnit()), true, ""));
        if (leg.atLeast() > 0) {
            lines.add(line("At least", amount(leg, leg.atLeast(), leg.receivedUnit())));
        }
        leg.limitPrice()
                .ifPresent(limit ->
                        lines.add(
                                new ReviewPage.Line(
                                        "Limit price",
                                        price(leg, BigDecimal.valueOf(limit, PRICE_PLACES)),
                                        false,
                                        "marginal price after the trade")));
        if (leg.swaps()) {
            lines.add(line("Price after it", price(leg, leg.priceAfter())));
        }
        return lines;
    }

    private String note(Leg leg) {
        if (leg.kind() == Leg.Kind.MOVE) {
            return "No swap: the stake stays stake of that subnet.";
        }
        if (leg.kind() == Leg.Kind.CLAIM || !leg.swaps()) {
            return "";
        }
        if (leg.limitPrice().isPresent()) {
            return "The limit bounds the last and worst price of the trade, not its average.";
        }
        return plan.limits().prices().stream().anyMatch(OptionalLong::isPresent)
                ? "The call’s limit stands over both steps together, not over this one."
                : "This call carries no limit: the price of the moment counts, whatever it is.";
    }

    private static String feeName(Leg leg) {
        if (leg.given() == 0 || leg.poolFee() == 0) {
            return "Pool fee";
        }
        BigDecimal rate =
                BigDecimal.valueOf(leg.poolFee())
                        .divide(BigDecimal.valueOf(leg.given()), 9, RoundingMode.HALF_EVEN);
        return "Pool fee, " + Numbers.percent(rate, 4) + " %";
    }

    List<ReviewPage.Line> costs() {
        List<ReviewPage.Line> costs = new ArrayList<>();
        costs.add(line("Chain fee, on top", Figure.exactTao(plan.chainFee())));
        costs.add(line("Hypha", none()));
        costs.add(line("Tip", none()));
        if (!plan.legs().isEmpty()) {
            costs.add(
                    new ReviewPage.Line(
                            "Going straight back",
                            Figure.exactTao(plan.goingStraightBack()),
                            false,
                            "both pool fees and both impacts"));
        }
        return costs;
    }

    String costsNote() {
        return plan.chainFee() instanceof Reading.Missing<Rao>
                ? "The chain takes its fee also when the call fails."
                : "The chain takes its fee also when the call fails. It is the most it takes: what is not used comes back.";
    }

    String by() {
        String block = Numbers.block(plan.block().number());
        return plan.stateCode()
                .map(code ->
                        "Answered by the chain’s own code "
                                + Numbers.shortHash(code)
                                + ", run here on the state of block "
                                + block
                                + ".")
                .orElse(
                        plan.legs().isEmpty()
                                ? "Read from the state of block " + block + "."
                                : "Our formula over the proven pool at block "
                                        + block
                                        + "; the chain’s own may differ by a rao or two.");
    }

    ReviewPage.RehearsalLine rehearsal() {
        return switch (plan.rehearsal()) {
            case Rehearsal.Passed(String api, String sentence) ->
                    new ReviewPage.RehearsalLine("ok", "passed", joined(api, sentence));
            case Rehearsal.Failed(String api, String sentence) ->
                    new ReviewPage.RehearsalLine("bad", "failed", joined(api, sentence));
            case Rehearsal.NotOffered(String reason) ->
                    new ReviewPage.RehearsalLine("wait", "not done", reason);
        };
    }

    private static String joined(String api, String sentence) {
        return sentence.contains(api) ? sentence : api + ": " + sentence;
    }

    static List<ReviewPage.CallPart> call(@Nullable CallView view) {
        List<ReviewPage.CallPart> parts = new ArrayList<>();
        if (view != null) {
            call(view, false, parts);
        }
        return parts;
    }

    private static void call(CallView view, boolean inside, List<ReviewPage.CallPart> parts) {
        parts.add(
                new ReviewPage.CallPart(
                        view.name(),
                        inside,
                        view.arguments().stream()
                                .map(each -> argument(view.name(), each))
                                .toList()));
        view.inner().forEach(each -> call(each, true, parts));
    }

    /** What the wallet shows as rao stands here as an amount too. */
    private static ReviewPage.Argument argument(String call, CallView.Argument argument) {
        String name = argument.name();
        String value = argument.value();
        if (!value.matches("[0-9]{1,18}")) {
            return new ReviewPage.Argument(name, value, "");
        }
        long number = Long.parseLong(value);
        return switch (name) {
            case "amount_staked" ->
                    new ReviewPage.Argument(
                            name,
                            Numbers.grouped(number),
                            "rao, " + Numbers.amountText(number) + " τ");
            case "amount_unstaked", "alpha_amount" ->
                    new ReviewPage.Argument(
                            name,
                            Numbers.grouped(number),
                            "rao, " + Numbers.amountText(number) + " α (root: τ)");
            case "limit_price" ->
                    new ReviewPage.Argument(
                            name,
                            Numbers.grouped(number),
                            call.endsWith(".swap_stake_limit") || call.endsWith(".move_stake_limit")
                                    ? "10⁹ times the least α received for each α given"
                                    : "rao per α; bounds the price after the trade");
            case "netuid", "origin_netuid", "destination_netuid" ->
                    new ReviewPage.Argument(name, value, number == 0 ? "root" : "");
            default -> new ReviewPage.Argument(name, value, "");
        };
    }

    // ---- figures on the plan's block

    private static ReviewPage.Line line(String name, Figure figure) {
        return new ReviewPage.Line(name, figure, false, "");
    }

    private Figure amount(Leg leg, long rao, Leg.Unit unit) {
        return Figure.amountAt(rao, place(leg, unit), leg.level(), block());
    }

    private Figure price(Leg leg, BigDecimal price) {
        return Figure.ratioAt(Numbers.plain(price, PRICE_PLACES), "τ", price, leg.level(), block());
    }

    private Figure percent(Leg leg, BigDecimal ratio) {
        return Figure.ratioAt(Numbers.percent(ratio, 4), "%", ratio, leg.level(), block());
    }

    private Figure none() {
        return Figure.at(NONE, Level.DERIVED, block());
    }

    private long block() {
        BlockRef block = plan.block();
        return block.number();
    }
}
