package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import io.hypha.stake.StakingAction.AddStakingProxy;
import io.hypha.stake.StakingAction.AsProxy;
import io.hypha.stake.StakingAction.AutoStake;
import io.hypha.stake.StakingAction.Batch;
import io.hypha.stake.StakingAction.ClaimRoot;
import io.hypha.stake.StakingAction.ClaimRootOf;
import io.hypha.stake.StakingAction.Move;
import io.hypha.stake.StakingAction.MoveLimit;
import io.hypha.stake.StakingAction.RemoveStakingProxy;
import io.hypha.stake.StakingAction.SetRootClaimType;
import io.hypha.stake.StakingAction.Single;
import io.hypha.stake.StakingAction.Stake;
import io.hypha.stake.StakingAction.StakeIntoBasket;
import io.hypha.stake.StakingAction.Swap;
import io.hypha.stake.StakingAction.Transfer;
import io.hypha.stake.StakingAction.TransferToHotkey;
import io.hypha.stake.StakingAction.Unstake;
import io.hypha.stake.StakingAction.UnstakeAll;
import io.hypha.stake.StakingAction.UnstakeAllAlpha;
import io.hypha.stake.StakingAction.UnstakeFully;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Says an action in a sentence, as it stands on the page beside the call that does it. */
final class ActionWords {

    private static final int MAX_NAME = 40;
    private static final String WHOLE = "; all of it or nothing.";
    private static final String UNLIMITED = " at whatever the price is: no limit protects it.";

    private final RuntimeMetadata metadata;
    private final StakingCalls.Names names;

    ActionWords(RuntimeMetadata metadata, StakingCalls.Names names) {
        this.metadata = metadata;
        this.names = names;
    }

    String of(StakingAction action, Limits limits) {
        return switch (action) {
            case Single single -> single(single, limits.prices().getFirst());
            case AsProxy(Coldkey real, Single inner) ->
                    "As the staking proxy of "
                            + real.address()
                            + ", for that account: "
                            + single(inner, limits.prices().getFirst());
            case Batch(List<Single> actions) -> {
                StringJoiner all = new StringJoiner(" ");
                all.add(
                        actions.size() == 1
                                ? "One call in a batch."
                                : actions.size() + " calls, all or nothing.");
                for (int i = 0; i < actions.size(); i++) {
                    all.add(
                            "(%d) %s"
                                    .formatted(
                                            i + 1, single(actions.get(i), limits.prices().get(i))));
                }
                yield all.toString();
            }
        };
    }

    private String single(Single action, OptionalLong limit) {
        return switch (action) {
            case Stake(Hotkey hotkey, NetUid net, long tao, var _) ->
                    net.isRoot()
                            ? "Stake %s with %s on root, one to one."
                                    .formatted(tao(tao), name(hotkey))
                            : "Stake %s with %s on subnet %s, at %s τ per α at most%s"
                                    .formatted(
                                            tao(tao),
                                            name(hotkey),
                                            net,
                                            plain(limit.orElseThrow()),
                                            WHOLE);
            case Unstake(Hotkey hotkey, NetUid net, long alpha, var _) ->
                    "Unstake %s from %s%s"
                            .formatted(amount(alpha, net), name(hotkey), soldFor(net, limit));
            case UnstakeFully(Hotkey hotkey, NetUid net, var _) ->
                    "Unstake everything from %s on %s%s"
                            .formatted(name(hotkey), place(net), soldFor(net, limit));
            case UnstakeAll(Hotkey hotkey) ->
                    "Unstake everything from "
                            + name(hotkey)
                            + " on every subnet, sold for τ"
                            + UNLIMITED;
            case UnstakeAllAlpha(Hotkey hotkey) ->
                    "Sell all alpha staked with "
                            + name(hotkey)
                            + " on every subnet and stake the τ with it on root,"
                            + UNLIMITED;
            case Move(Hotkey from, Hotkey to, NetUid fromNet, NetUid toNet, long alpha) ->
                    "Move %s from %s to %s%s"
                            .formatted(
                                    amount(alpha, fromNet),
                                    name(from),
                                    name(to),
                                    onTheWay(fromNet, toNet));
            case MoveLimit(
                            Hotkey from,
                            Hotkey to,
                            NetUid fromNet,
                            NetUid toNet,
                            long alpha,
                            var _) ->
                    "Move %s from %s to %s on %s, for at least %s%s"
                            .formatted(
                                    amount(alpha, fromNet),
                                    name(from),
                                    name(to),
                                    place(toNet),
                                    rate(limit, fromNet, toNet),
                                    WHOLE);
            case Swap(Hotkey hotkey, NetUid fromNet, NetUid toNet, long alpha, var _) ->
                    "Swap %s, staked with %s, into stake on %s, for at least %s%s"
                            .formatted(
                                    amount(alpha, fromNet),
                                    name(hotkey),
                                    place(toNet),
                                    rate(limit, fromNet, toNet),
                                    WHOLE);
            case Transfer(Coldkey to, Hotkey hotkey, NetUid fromNet, NetUid toNet, long alpha) ->
                    "Give %s, staked with %s, to the account %s; it belongs to that account then%s"
                            .formatted(
                                    amount(alpha, fromNet),
                                    name(hotkey),
                                    to.address(),
                                    onTheWay(fromNet, toNet));
            case TransferToHotkey transfer ->
                    "Give %s, staked with %s, to the account %s, staked with %s; it belongs to that account then%s"
                            .formatted(
                                    amount(transfer.alpha(), transfer.fromNet()),
                                    name(transfer.from()),
                                    transfer.to().address(),
                                    name(transfer.toHotkey()),
                                    onTheWay(transfer.fromNet(), transfer.toNet()));
            case ClaimRoot(List<NetUid> subnets) ->
                    StakingCalls.claimsFromAll(metadata)
                            ? "Claim what the root fund of every validator owes; it is sold for τ and staked on root. This runtime claims from all, whatever subnets are named."
                            : "Claim root dividends of " + places(subnets) + ".";
            case ClaimRootOf(Hotkey hotkey) ->
                    "Claim what the root fund of "
                            + name(hotkey)
                            + " owes; it is sold for τ and staked on root.";
            case SetRootClaimType(String variant, List<NetUid> subnets) ->
                    claimType(variant, subnets);
            case AutoStake(NetUid net, Hotkey hotkey) ->
                    "Stake mining income of %s with %s from now on."
                            .formatted(place(net), name(hotkey));
            case StakeIntoBasket(Hotkey hotkey, long tao) ->
                    "Put %s into the root fund of %s, spread over its subnets%s"
                            .formatted(tao(tao), name(hotkey), UNLIMITED);
            case AddStakingProxy(Coldkey delegate) ->
                    "Let the account %s stake and unstake for this one, at once and without asking, until it is taken back. It can send nothing away, but lose by bad trades.%s"
                            .formatted(delegate.address(), deposit());
            case RemoveStakingProxy(Coldkey delegate) ->
                    "The account %s may no longer stake and unstake for this one; its deposit comes back."
                            .formatted(delegate.address());
        };
    }

    private static String soldFor(NetUid net, OptionalLong limit) {
        return net.isRoot()
                ? ", one to one."
                : ", sold for at least " + plain(limit.orElseThrow()) + " τ per α" + WHOLE;
    }

    private static String onTheWay(NetUid from, NetUid to) {
        return from.equals(to)
                ? ". Nothing is swapped."
                : ", swapped into stake on " + place(to) + UNLIMITED;
    }

    private static String rate(OptionalLong limit, NetUid from, NetUid to) {
        return "%s %s per %s"
                .formatted(plain(limit.orElseThrow()), unit(to), from.isRoot() ? "τ" : unit(from));
    }

    private static String claimType(String variant, List<NetUid> subnets) {
        String head = "From now on, root dividends: " + variant;
        return switch (variant) {
            case "Swap" -> head + ", sold for τ that is staked on root.";
            case "Keep" -> head + ", kept as alpha on their subnets.";
            case "KeepSubnets" ->
                    head + ", kept as alpha on " + places(subnets) + ", sold for τ on all others.";
            default ->
                    subnets.isEmpty()
                            ? head + ", as this runtime names it."
                            : head + " for " + places(subnets) + ", as this runtime names it.";
        };
    }

    /** What {@code Proxy.add_proxy} holds back, by this runtime's constants. */
    private String deposit() {
        Optional<Long> base = constant("ProxyDepositBase");
        Optional<Long> factor = constant("ProxyDepositFactor");
        return base.isPresent() && factor.isPresent()
                ? " Held as a deposit until then: %s, and %s for the first one."
                        .formatted(tao(factor.get()), tao(base.get()))
                : "";
    }

    private Optional<Long> constant(String name) {
        return metadata.pallet("Proxy")
                .flatMap(pallet -> pallet.constant(name))
                .flatMap(constant -> {
                    try {
                        BigInteger value =
                                new ScaleCodecReader(constant.value())
                                        .readUint(constant.value().size());
                        return value.bitLength() < Long.SIZE
                                ? Optional.of(value.longValueExact())
                                : Optional.empty();
                    } catch (ScaleException noNumber) {
                        return Optional.empty();
                    }
                });
    }

    /** By what it calls itself, which proves nothing, with its address, which does. */
    private String name(Hotkey hotkey) {
        return names.of(hotkey)
                .map(ActionWords::clean)
                .filter(each -> !each.isEmpty())
                .map(each -> each + " (" + hotkey.address() + ")")
                .orElse(hotkey.address());
    }

    private static String clean(String name) {
        String plain =
                name.codePoints()
                        .filter(each ->
                                Character.isLetterOrDigit(each)
                                        || Character.getType(each) == Character.SPACE_SEPARATOR
                                        || "-_.'&+#".indexOf(each) >= 0)
                        .limit(MAX_NAME)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return plain.strip();
    }

    private static String places(List<NetUid> subnets) {
        return subnets.stream().map(ActionWords::place).collect(Collectors.joining(", "));
    }

    private static String place(NetUid net) {
        return net.isRoot() ? "root" : "subnet " + net;
    }

    private static String unit(NetUid net) {
        return net.isRoot() ? "τ" : "α of subnet " + net;
    }

    private static String amount(long rao, NetUid net) {
        return net.isRoot() ? tao(rao) + " on root" : plain(rao) + " " + unit(net);
    }

    private static String tao(long rao) {
        return plain(rao) + " τ";
    }

    private static String plain(long rao) {
        return Amounts.plain(rao);
    }
}
