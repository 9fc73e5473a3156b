package io.hypha.web;

import io.hypha.chain.NetUid;
import io.hypha.stake.StakingAction;
import java.util.List;
import java.util.stream.Collectors;

/** An action in words, as a title. */
final class ActionWords {

    private ActionWords() {}

    static String title(StakingAction action, ValidatorNames names) {
        return switch (action) {
            case StakingAction.Single single -> single(single, names);
            case StakingAction.AsProxy(var real, var single) ->
                    single(single, names) + ", for " + Numbers.shortAddress(real.address());
            case StakingAction.Batch(List<StakingAction.Single> legs) -> batch(legs, names);
        };
    }

    private static String batch(List<StakingAction.Single> legs, ValidatorNames names) {
        if (legs.stream().allMatch(StakingAction.Stake.class::isInstance)) {
            long sum =
                    legs.stream()
                            .map(StakingAction.Stake.class::cast)
                            .mapToLong(StakingAction.Stake::tao)
                            .sum();
            return "Stake " + Numbers.amountText(sum) + " τ with " + legs.size() + " validators";
        }
        return legs.size() == 1
                ? single(legs.getFirst(), names)
                : legs.size() + " steps at once: " + single(legs.getFirst(), names) + ", …";
    }

    private static String single(StakingAction.Single action, ValidatorNames names) {
        return switch (action) {
            case StakingAction.Stake(var hotkey, var netUid, long tao, var _) ->
                    "Stake " + tao(tao) + " with " + names.of(netUid, hotkey);
            case StakingAction.Unstake(var hotkey, var netUid, long alpha, var _) ->
                    "Unstake " + alpha(alpha, netUid) + " from " + names.of(netUid, hotkey);
            case StakingAction.UnstakeFully(var hotkey, var netUid, var _) ->
                    "Unstake everything on " + on(netUid) + " from " + names.of(netUid, hotkey);
            case StakingAction.UnstakeAll(var hotkey) ->
                    "Unstake all from " + names.of(NetUid.ROOT, hotkey);
            case StakingAction.UnstakeAllAlpha(var hotkey) ->
                    "Move all alpha with " + names.of(NetUid.ROOT, hotkey) + " to root";
            case StakingAction.Move(var from, var to, var fromNet, var toNet, long alpha) ->
                    move(alpha, fromNet, toNet, names.of(fromNet, from), names.of(toNet, to));
            case StakingAction.MoveLimit(
                            var from,
                            var to,
                            var fromNet,
                            var toNet,
                            long alpha,
                            var _) ->
                    move(alpha, fromNet, toNet, names.of(fromNet, from), names.of(toNet, to));
            case StakingAction.Swap(var hotkey, var fromNet, var toNet, long alpha, var _) ->
                    "Move "
                            + alpha(alpha, fromNet)
                            + " with "
                            + names.of(fromNet, hotkey)
                            + " to "
                            + on(toNet);
            case StakingAction.Transfer(var to, var _, var fromNet, var _, long alpha) ->
                    "Give " + alpha(alpha, fromNet) + " to " + Numbers.shortAddress(to.address());
            case StakingAction.TransferToHotkey(
                            var to,
                            var _,
                            var _,
                            var fromNet,
                            var _,
                            long alpha) ->
                    "Give " + alpha(alpha, fromNet) + " to " + Numbers.shortAddress(to.address());
            case StakingAction.ClaimRoot(var subnets) ->
                    "Claim root dividends of "
                            + (subnets.size() == 1 ? "subnet " : "subnets ")
                            + subnets.stream()
                                    .map(NetUid::toString)
                                    .collect(Collectors.joining(", "));
            case StakingAction.ClaimRootOf(var hotkey) ->
                    "Claim root dividends from " + names.of(NetUid.ROOT, hotkey);
            case StakingAction.SetRootClaimType(var variant, var _) ->
                    "Root dividends from now on: " + variant;
            case StakingAction.AutoStake(var netUid, var hotkey) ->
                    "Stake what is mined on " + on(netUid) + " with " + names.of(netUid, hotkey);
            case StakingAction.StakeIntoBasket(var hotkey, long tao) ->
                    "Buy into the root fund of "
                            + names.of(NetUid.ROOT, hotkey)
                            + " for "
                            + tao(tao);
            case StakingAction.AddStakingProxy(var delegate) ->
                    "Let " + Numbers.shortAddress(delegate.address()) + " stake for you";
            case StakingAction.RemoveStakingProxy(var delegate) ->
                    "No longer let " + Numbers.shortAddress(delegate.address()) + " stake for you";
        };
    }

    private static String move(long alpha, NetUid fromNet, NetUid toNet, String from, String to) {
        return "Move "
                + alpha(alpha, fromNet)
                + " from "
                + from
                + " to "
                + to
                + (fromNet.equals(toNet) ? "" : " on " + on(toNet));
    }

    static String on(NetUid netUid) {
        return netUid.isRoot() ? "root" : "subnet " + netUid;
    }

    static String unit(NetUid netUid) {
        return netUid.isRoot() ? "τ" : "α" + netUid;
    }

    private static String tao(long rao) {
        return Numbers.amountText(rao) + " τ";
    }

    private static String alpha(long rao, NetUid netUid) {
        return Numbers.amountText(rao) + " " + unit(netUid);
    }
}
