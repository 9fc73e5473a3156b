package io.hypha.web;

import io.hypha.chain.Alpha;
import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.stake.Quote;
import io.hypha.stake.StakeIntent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one is about to sign: the effect in one sentence, the quote, the fees apart, the risk, the
 * call.
 */
public record StakeReviewPage(
        String title,
        String action,
        String formHref,
        String effect,
        String level,
        List<Line> quote,
        String quoteNote,
        List<Line> costs,
        String costsNote,
        String risk,
        List<String> notices,
        List<CallLine> call,
        String hotkey,
        String netuid,
        String amount,
        String tolerance,
        String genesis,
        @Nullable String signingOff,
        Ground ground) {

    /** A name and a figure; {@code total} stands apart. */
    public record Line(String name, Figure figure, boolean total) {}

    public record CallLine(String name, String value, String note) {}

    static StakeReviewPage of(
            Quote quote,
            String validator,
            StakeParameters parameters,
            ChainStatus status,
            @Nullable String signingOff) {
        StakeIntent intent = quote.intent();
        boolean stake = intent.isStake();
        NetUid netUid = intent.netUid();
        NetUid given = stake ? NetUid.ROOT : netUid;
        NetUid received = stake ? netUid : NetUid.ROOT;
        List<Line> lines =
                List.of(
                        new Line("You give", amount(quote, given, intent.amountRao()), false),
                        new Line("Spot price", price(quote, quote.spotPrice()), false),
                        new Line("Your average price", price(quote, quote.averagePrice()), false),
                        new Line(
                                "Price impact of your size", percent(quote, quote.impact()), false),
                        new Line("You receive", amount(quote, received, quote.out()), true),
                        new Line("At least", amount(quote, received, quote.atLeast()), false));
        List<Line> costs = new ArrayList<>();
        costs.add(new Line(poolFeeName(quote), amount(quote, given, quote.poolFee()), false));
        costs.add(new Line("Chain fee, on top", Figure.exactTao(quote.chainFee()), false));
        costs.add(new Line("Hypha", none(quote), false));
        costs.add(new Line("Tip", none(quote), false));
        return new StakeReviewPage(
                title(quote, validator),
                stake ? "stake" : "unstake",
                formHref(intent, parameters),
                effect(quote, validator),
                quote.level().code(),
                lines,
                "Our formula over the proven pool at block "
                        + Numbers.block(quote.block().number())
                        + "; the chain's own may differ by a rao or two.",
                costs,
                quote.chainFee() instanceof Reading.Missing<Rao>
                        ? "The chain takes its fee also when the call fails. How much is not known before the"
                                + " runtime runs here, and no server's word is taken for it."
                        : "The chain takes its fee also when the call fails.",
                netUid.isRoot()
                        ? "Risk: rewards on root are not promised, and a validator may raise its take."
                        : "Risk: this is a swap; the number of alpha only grows, but its price in τ can fall by"
                                + " more than it earns, and a validator may raise its take.",
                notices(quote),
                call(quote, validator),
                intent.hotkey().address(),
                netUid.toString(),
                parameters.amountText,
                intent.tolerance().percent(),
                status.network().genesisHash().toHex(),
                signingOff,
                Ground.of(
                        Stream.concat(lines.stream(), costs.stream()).map(Line::figure).toList()));
    }

    private static String title(Quote quote, String validator) {
        StakeIntent intent = quote.intent();
        return intent.isStake()
                ? "Stake " + Numbers.amountPlain(intent.amountRao()) + " τ with " + validator
                : "Unstake "
                        + Numbers.amountPlain(intent.amountRao())
                        + " "
                        + unit(intent.netUid())
                        + " from "
                        + validator;
    }

    private static String effect(Quote quote, String validator) {
        StakeIntent intent = quote.intent();
        String where = intent.netUid().isRoot() ? "root" : "subnet " + intent.netUid();
        String give =
                Numbers.amountPlain(intent.amountRao())
                        + " "
                        + (intent.isStake() ? "τ" : unit(intent.netUid()));
        String receive =
                Numbers.head(quote.out()) + " " + (intent.isStake() ? unit(intent.netUid()) : "τ");
        if (quote.oneToOne()) {
            return intent.isStake()
                    ? "You give %s and it is staked one to one on %s with %s. You can leave at any time."
                            .formatted(give, where, validator)
                    : "You take %s of your stake on %s with %s back as free τ, one to one."
                            .formatted(give, where, validator);
        }
        return ("You give %s and receive about %s%s. If the price has moved against you by more than %s %% when the"
                        + " block is made, nothing happens and you pay only the chain fee.%s")
                .formatted(
                        give,
                        receive,
                        intent.isStake()
                                ? " of " + where + ", staked with " + validator
                                : ", free to spend",
                        intent.tolerance().percent(),
                        intent.isStake()
                                ? " You can leave at any time, at the price of that moment."
                                : "");
    }

    private static String poolFeeName(Quote quote) {
        return quote.oneToOne()
                ? "Pool fee"
                : "Pool fee, "
                        + Numbers.percent(
                                BigDecimal.valueOf(quote.pool().feeRate())
                                        .divide(
                                                BigDecimal.valueOf(65_535),
                                                9,
                                                java.math.RoundingMode.HALF_EVEN),
                                4)
                        + " %";
    }

    private static List<String> notices(Quote quote) {
        List<String> notices = new ArrayList<>();
        if (quote.impact().compareTo(new BigDecimal("0.02")) >= 0) {
            notices.add(
                    "Your own size moves the price: "
                            + Numbers.percent(quote.impact(), 2)
                            + " % is lost against the spot price. Smaller steps lose less.");
        }
        if (quote.intent().isStake()) {
            notices.add(
                    "The first payout comes with the next epoch. Until then the position shows no yield.");
            notices.add("Keep some τ free: leaving costs a chain fee too.");
        }
        return notices;
    }

    private static List<CallLine> call(Quote quote, String validator) {
        StakeIntent intent = quote.intent();
        boolean plain = intent.netUid().isRoot();
        List<CallLine> lines = new ArrayList<>();
        lines.add(
                new CallLine(
                        "Call",
                        "SubtensorModule."
                                + (intent.isStake() ? "add_stake" : "remove_stake")
                                + (plain ? "" : "_limit"),
                        ""));
        lines.add(new CallLine("hotkey", intent.hotkey().address(), validator));
        lines.add(
                new CallLine(
                        "netuid",
                        intent.netUid().toString(),
                        intent.netUid().isRoot() ? "root" : ""));
        lines.add(
                new CallLine(
                        intent.isStake() ? "amount_staked" : "amount_unstaked",
                        Numbers.grouped(intent.amountRao()),
                        "rao, "
                                + Numbers.amountPlain(intent.amountRao())
                                + " "
                                + (intent.isStake() ? "τ" : unit(intent.netUid()))));
        if (!plain) {
            lines.add(
                    new CallLine(
                            "limit_price",
                            Numbers.grouped(quote.limitPrice()),
                            "rao per α: spot "
                                    + (intent.isStake() ? "+ " : "− ")
                                    + intent.tolerance().percent()
                                    + " %, bounds the price after the trade"));
            lines.add(new CallLine("allow_partial", "false", "all or nothing"));
        }
        return lines;
    }

    private static String formHref(StakeIntent intent, StakeParameters parameters) {
        return (intent.isStake() ? "/stake" : "/unstake")
                + "?hotkey="
                + intent.hotkey().address()
                + "&netuid="
                + intent.netUid()
                + "&amount="
                + Numbers.amountPlain(intent.amountRao())
                + "&tolerance="
                + (parameters.toleranceText.equals("other")
                        ? "other&other=" + intent.tolerance().percent()
                        : intent.tolerance().percent());
    }

    static String unit(NetUid subnet) {
        return subnet.isRoot() ? "τ" : "α" + subnet;
    }

    private static Figure amount(Quote quote, NetUid subnet, long rao) {
        return Figure.exactAlpha(known(quote, new Alpha(subnet, rao)));
    }

    private static Figure price(Quote quote, BigDecimal price) {
        return Figure.decimal(known(quote, price), 9, "τ");
    }

    private static Figure percent(Quote quote, BigDecimal ratio) {
        return Figure.percent(known(quote, ratio), 4);
    }

    private static Figure none(Quote quote) {
        return Figure.words(known(quote, "none"));
    }

    private static <T> Reading<T> known(Quote quote, T value) {
        BlockRef block = quote.block();
        return Reading.known(
                value,
                block,
                Level.DERIVED,
                ProofId.of(block, "pool", quote.intent().netUid().toString()));
    }
}
