package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads what events say a transaction did. An event of a known name with the fields it is known by
 * becomes a sentence; any other is named with its values, so that nothing is left out and nothing
 * guessed.
 */
final class EffectReader {

    private static final String SUBTENSOR = "SubtensorModule";
    private static final int MAX_VALUES = 300;

    private final Coldkey signer;

    EffectReader(Coldkey signer) {
        this.signer = signer;
    }

    /** What a pallet's event says; empty for those that say nothing of their own. */
    Optional<Effect> read(String pallet, JsonNode event) {
        String name = event.isString() ? event.asString() : firstName(event);
        EventFields fields = new EventFields(event.path(name));
        String whole = pallet + "." + name;
        Optional<Effect> known =
                switch (whole) {
                    case SUBTENSOR + ".StakeAdded" -> staked(whole, fields);
                    case SUBTENSOR + ".StakeRemoved" -> unstaked(whole, fields);
                    case SUBTENSOR + ".StakeMoved" -> moved(whole, fields);
                    case SUBTENSOR + ".StakeSwapped" -> swapped(whole, fields);
                    case SUBTENSOR + ".StakeTransferred" -> transferred(whole, fields);
                    case SUBTENSOR + ".RootClaimed" -> claimed(whole, fields);
                    case SUBTENSOR + ".BasketClaimed" -> basketClaimed(whole, fields);
                    case SUBTENSOR + ".BasketStakedIn" -> basketStaked(whole, fields);
                    case SUBTENSOR + ".RootClaimTypeSet" ->
                            fields.text("root_claim_type")
                                    .map(each ->
                                            plain(whole, "Root dividends from now on: " + each));
                    case SUBTENSOR + ".AutoStakeDestinationSet" -> autoStake(whole, fields);
                    case SUBTENSOR + ".TransactionFeePaidWithAlpha" -> feeInAlpha(whole, fields);
                    case "TransactionPayment.TransactionFeePaid" -> fee(whole, fields);
                    case "Proxy.ProxyAdded" ->
                            proxy(whole, fields, "%s may act for %s from now on (%s).");
                    case "Proxy.ProxyRemoved" ->
                            proxy(whole, fields, "%s may no longer act for %s (%s).");
                    case "Utility.BatchCompleted" ->
                            Optional.of(plain(whole, "Every call of the batch was done."));
                    default -> Optional.empty();
                };
        if (known.isPresent()) {
            return known;
        }
        return switch (pallet) {
            case SUBTENSOR -> Optional.of(plain(whole, whole + said(event.path(name))));
            case "Proxy", "Utility" ->
                    isQuiet(whole)
                            ? Optional.empty()
                            : Optional.of(plain(whole, whole + said(event.path(name))));
            default -> Optional.empty();
        };
    }

    /** Those that only say that something went on, or that {@link Outcome} reads. */
    private static boolean isQuiet(String whole) {
        return whole.equals("Utility.ItemCompleted") || whole.equals("Proxy.ProxyExecuted");
    }

    private Optional<Effect> staked(String event, EventFields f) {
        if (!f.fits("aarrnr")) {
            return Optional.empty();
        }
        NetUid net = f.net(4);
        List<Effect.Amount> amounts = new ArrayList<>();
        amounts.add(amount(Effect.Role.GIVEN, f.rao(2), NetUid.ROOT));
        amounts.add(amount(Effect.Role.RECEIVED, f.rao(3), net));
        return Optional.of(
                new Effect(
                        event,
                        "Staked %s τ with %s on %s%s: %s received%s."
                                .formatted(
                                        plain(f.rao(2)),
                                        f.account(1),
                                        place(net),
                                        ofAnother(f.account(0)),
                                        amount(f.rao(3), net),
                                        poolFee(f.rao(5), NetUid.ROOT, amounts)),
                        amounts));
    }

    private Optional<Effect> unstaked(String event, EventFields f) {
        if (!f.fits("aarrnr")) {
            return Optional.empty();
        }
        NetUid net = f.net(4);
        List<Effect.Amount> amounts = new ArrayList<>();
        amounts.add(amount(Effect.Role.GIVEN, f.rao(3), net));
        amounts.add(amount(Effect.Role.RECEIVED, f.rao(2), NetUid.ROOT));
        return Optional.of(
                new Effect(
                        event,
                        "Unstaked %s from %s on %s%s: %s τ received%s."
                                .formatted(
                                        amount(f.rao(3), net),
                                        f.account(1),
                                        place(net),
                                        ofAnother(f.account(0)),
                                        plain(f.rao(2)),
                                        poolFee(f.rao(5), net, amounts)),
                        amounts));
    }

    private Optional<Effect> moved(String event, EventFields f) {
        return f.fits("aananr")
                ? worth(
                        event,
                        "Moved from %s on %s to %s on %s%s"
                                .formatted(
                                        f.account(1),
                                        place(f.net(2)),
                                        f.account(3),
                                        place(f.net(4)),
                                        ofAnother(f.account(0))),
                        f.rao(5))
                : Optional.empty();
    }

    private Optional<Effect> swapped(String event, EventFields f) {
        return f.fits("aannr")
                ? worth(
                        event,
                        "Swapped with %s from %s into %s%s"
                                .formatted(
                                        f.account(1),
                                        place(f.net(2)),
                                        place(f.net(3)),
                                        ofAnother(f.account(0))),
                        f.rao(4))
                : Optional.empty();
    }

    private static Optional<Effect> transferred(String event, EventFields f) {
        return f.fits("aaannr")
                ? worth(
                        event,
                        "Given to %s, staked with %s, from %s to %s"
                                .formatted(
                                        f.account(1),
                                        f.account(2),
                                        place(f.net(3)),
                                        place(f.net(4))),
                        f.rao(5))
                : Optional.empty();
    }

    private Optional<Effect> claimed(String event, EventFields f) {
        return f.text("coldkey")
                .map(each -> {
                    Optional<Long> tao = f.rao("tao");
                    return new Effect(
                            event,
                            "Root dividends claimed"
                                    + ofAnother(each)
                                    + tao.map(rao -> ": " + plain(rao) + " τ, staked on root.")
                                            .orElse("."),
                            tao.map(rao -> List.of(amount(Effect.Role.RECEIVED, rao, NetUid.ROOT)))
                                    .orElse(List.of()));
                });
    }

    private static Optional<Effect> basketClaimed(String event, EventFields f) {
        Optional<String> hotkey = f.text("hotkey");
        Optional<Long> tao = f.rao("tao");
        return hotkey.isEmpty() || tao.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Effect(
                                event,
                                "Claimed from the root fund of %s: %s τ, staked on root."
                                        .formatted(hotkey.get(), plain(tao.get())),
                                List.of(amount(Effect.Role.RECEIVED, tao.get(), NetUid.ROOT))));
    }

    private static Optional<Effect> basketStaked(String event, EventFields f) {
        Optional<String> hotkey = f.text("hotkey");
        Optional<Long> tao = f.rao("tao");
        Optional<Long> value = f.rao("value");
        return hotkey.isEmpty() || tao.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Effect(
                                event,
                                "Put %s τ into the root fund of %s, worth %s τ there."
                                        .formatted(
                                                plain(tao.get()), hotkey.get(), plain(value.get())),
                                List.of(
                                        amount(Effect.Role.GIVEN, tao.get(), NetUid.ROOT),
                                        amount(Effect.Role.WORTH, value.get(), NetUid.ROOT))));
    }

    private static Optional<Effect> autoStake(String event, EventFields f) {
        return f.text("hotkey")
                .flatMap(hotkey ->
                        f.net("netuid")
                                .map(net ->
                                        plain(
                                                event,
                                                "Mining income of %s is staked with %s from now on."
                                                        .formatted(place(net), hotkey))));
    }

    private static Optional<Effect> fee(String event, EventFields f) {
        return f.rao("actual_fee")
                .map(fee ->
                        new Effect(
                                event,
                                "Chain fee paid: "
                                        + plain(fee)
                                        + " τ"
                                        + f.rao("tip")
                                                .filter(tip -> tip > 0)
                                                .map(tip -> ", a tip of " + tip + " rao in it.")
                                                .orElse("."),
                                List.of(amount(Effect.Role.CHAIN_FEE, fee, NetUid.ROOT))));
    }

    private static Optional<Effect> feeInAlpha(String event, EventFields f) {
        Optional<NetUid> net = f.net("netuid");
        Optional<Long> tao = f.rao("tao_amount");
        return f.rao("alpha_fee")
                .filter(_ -> net.isPresent() && tao.isPresent())
                .map(fee ->
                        new Effect(
                                event,
                                "Chain fee paid from the stake, since the free τ did not suffice: %s, worth %s τ."
                                        .formatted(amount(fee, net.get()), plain(tao.get())),
                                List.of(
                                        amount(Effect.Role.CHAIN_FEE, fee, net.get()),
                                        amount(Effect.Role.WORTH, tao.get(), NetUid.ROOT))));
    }

    private static Optional<Effect> proxy(String event, EventFields f, String words) {
        Optional<String> delegate = f.text("delegatee");
        Optional<String> delegator = f.text("delegator");
        return f.text("proxy_type")
                .filter(_ -> delegate.isPresent() && delegator.isPresent())
                .map(type -> plain(event, words.formatted(delegate.get(), delegator.get(), type)));
    }

    /** Says whose it is, where it is not the signer's. */
    private String ofAnother(String account) {
        return account.equals(signer.address()) ? "" : " for " + account;
    }

    private static Optional<Effect> worth(String event, String words, long tao) {
        return Optional.of(
                new Effect(
                        event,
                        words + ", worth " + plain(tao) + " τ.",
                        List.of(amount(Effect.Role.WORTH, tao, NetUid.ROOT))));
    }

    private static String poolFee(long fee, NetUid unit, List<Effect.Amount> amounts) {
        if (fee == 0) {
            return "";
        }
        amounts.add(amount(Effect.Role.POOL_FEE, fee, unit));
        return ", pool fee " + amount(fee, unit) + " in it";
    }

    private static Effect plain(String event, String words) {
        return new Effect(event, words.endsWith(".") ? words : words + ".", List.of());
    }

    private static String said(JsonNode values) {
        String text = values.isMissingNode() || values.isNull() ? "" : values.toString();
        return text.isEmpty()
                ? ""
                : ": " + (text.length() > MAX_VALUES ? text.substring(0, MAX_VALUES) + "…" : text);
    }

    private static String firstName(JsonNode event) {
        return event.isObject() && !event.isEmpty()
                ? event.properties().iterator().next().getKey()
                : "";
    }

    private static Effect.Amount amount(Effect.Role role, long rao, NetUid unit) {
        return new Effect.Amount(role, rao, unit);
    }

    private static String amount(long rao, NetUid net) {
        return plain(rao) + (net.isRoot() ? " τ" : " α of subnet " + net);
    }

    private static String place(NetUid net) {
        return net.isRoot() ? "root" : "subnet " + net;
    }

    private static String plain(long rao) {
        return Amounts.plain(rao);
    }
}
