package io.hypha.stake;

import static io.hypha.stake.EffectWords.amount;
import static io.hypha.stake.EffectWords.ofAnother;
import static io.hypha.stake.EffectWords.place;
import static io.hypha.stake.EffectWords.plain;

import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads what events say a transaction did. An event of a known name with the fields it is known by
 * becomes a sentence; any other is named with its values, so that nothing is left out and nothing
 * guessed.
 */
final class EffectReader {

    private static final String SUBTENSOR = "SubtensorModule";
    static final String FEE_IN_ALPHA = SUBTENSOR + ".TransactionFeePaidWithAlpha";
    private static final int MAX_VALUES = 300;

    /** Those that only say that something went on, or that {@link Outcome} reads. */
    private static final Set<String> QUIET =
            Set.of(
                    "Proxy.ProxyExecuted",
                    "Utility.BatchCompletedWithErrors",
                    "Utility.BatchInterrupted",
                    "Utility.DispatchedAs",
                    "Utility.ItemCompleted",
                    "Utility.ItemFailed");

    private final Coldkey signer;
    private final StakeEffects stakes;

    EffectReader(Coldkey signer) {
        this.signer = signer;
        this.stakes = new StakeEffects(signer);
    }

    /** What a pallet's event says; empty for those that say nothing of their own. */
    Optional<Effect> read(EventOfPallet event) {
        EventFields fields = event.fields();
        String whole = event.whole();
        Optional<Effect> known =
                switch (whole) {
                    case StakeEffects.ADDED -> stakes.staked(fields);
                    case StakeEffects.REMOVED -> stakes.unstaked(fields);
                    case StakeEffects.MOVED -> stakes.moved(fields);
                    case StakeEffects.SWAPPED -> stakes.swapped(fields);
                    case StakeEffects.TRANSFERRED -> StakeEffects.transferred(fields);
                    case SUBTENSOR + ".RootClaimed" -> claimed(whole, fields);
                    case SUBTENSOR + ".BasketClaimed" -> basketClaimed(whole, fields);
                    case SUBTENSOR + ".BasketStakedIn" -> basketStaked(whole, fields);
                    case SUBTENSOR + ".RootClaimTypeSet" ->
                            fields.text("root_claim_type")
                                    .map(each ->
                                            plain(whole, "Root dividends from now on: " + each));
                    case SUBTENSOR + ".AutoStakeDestinationSet" -> autoStake(whole, fields);
                    case FEE_IN_ALPHA -> feeInAlpha(whole, fields);
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
        return switch (event.pallet()) {
            case SUBTENSOR -> Optional.of(plain(whole, whole + said(event.values())));
            case "Proxy", "Utility" ->
                    QUIET.contains(whole)
                            ? Optional.empty()
                            : Optional.of(plain(whole, whole + said(event.values())));
            default -> Optional.empty();
        };
    }

    private Optional<Effect> claimed(String event, EventFields f) {
        return f.text("coldkey")
                .map(each -> {
                    Optional<Long> tao = f.rao("tao");
                    return new Effect(
                            event,
                            "Root dividends claimed"
                                    + ofAnother(signer, each)
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

    private static String said(JsonNode values) {
        String text = values.isMissingNode() || values.isNull() ? "" : values.toString();
        return text.isEmpty()
                ? ""
                : ": " + (text.length() > MAX_VALUES ? text.substring(0, MAX_VALUES) + "…" : text);
    }
}
