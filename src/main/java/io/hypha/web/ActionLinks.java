package io.hypha.web;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.stake.StakingAction;
import io.hypha.stake.Tolerance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form from which an action came, filled again: for "quote again" and for corrections. */
final class ActionLinks {

    private ActionLinks() {}

    static String form(StakingAction action) {
        return switch (action) {
            case StakingAction.Single single -> single(single, null);
            case StakingAction.AsProxy(var real, var single) -> single(single, real.address());
            case StakingAction.Batch(List<StakingAction.Single> legs) -> batch(legs);
        };
    }

    /** Which entry of the main menu an action belongs to. */
    static String active(StakingAction action) {
        String path = form(action);
        int end = path.indexOf('?');
        return ActionForm.at(end < 0 ? path : path.substring(0, end))
                .map(ActionForm::active)
                .orElse("");
    }

    private static String batch(List<StakingAction.Single> legs) {
        List<String> hotkeys = new ArrayList<>();
        List<String> subnets = new ArrayList<>();
        List<String> amounts = new ArrayList<>();
        for (StakingAction.Single leg : legs) {
            if (!(leg instanceof StakingAction.Stake(var hotkey, var netUid, long tao, var _))) {
                return leg instanceof StakingAction.UnstakeAllAlpha
                        ? ActionForm.UNSTAKE_ALL.path() + "?into=root"
                        : ActionForm.UNSTAKE_ALL.path();
            }
            hotkeys.add(hotkey.address());
            subnets.add(netUid.toString());
            amounts.add(Numbers.amountPlain(tao));
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("hotkey", hotkeys);
        values.put("netuid", subnets);
        values.put("amount", amounts);
        return ActionForm.SEVERAL.path() + "?" + new Inputs(values).query();
    }

    private static String single(StakingAction.Single action, @Nullable String real) {
        Link link =
                switch (action) {
                    case StakingAction.Stake(var hotkey, var netUid, long tao, var tolerance) ->
                            at(ActionForm.STAKE, hotkey, netUid).amount(tao).tolerance(tolerance);
                    case StakingAction.Unstake(var hotkey, var netUid, long alpha, var tolerance) ->
                            at(ActionForm.UNSTAKE, hotkey, netUid)
                                    .amount(alpha)
                                    .tolerance(tolerance);
                    case StakingAction.UnstakeFully(var hotkey, var netUid, var tolerance) ->
                            at(ActionForm.UNSTAKE, hotkey, netUid).tolerance(tolerance);
                    case StakingAction.UnstakeAll(var hotkey) ->
                            new Link(ActionForm.UNSTAKE_ALL).put("hotkey", hotkey.address());
                    case StakingAction.UnstakeAllAlpha(var hotkey) ->
                            new Link(ActionForm.UNSTAKE_ALL)
                                    .put("hotkey", hotkey.address())
                                    .put("into", "root");
                    case StakingAction.Move(var from, var to, var fromNet, var toNet, long alpha) ->
                            at(ActionForm.MOVE, from, fromNet).to(to, toNet).amount(alpha);
                    case StakingAction.MoveLimit(
                                    var from,
                                    var to,
                                    var fromNet,
                                    var toNet,
                                    long alpha,
                                    var tolerance) ->
                            at(ActionForm.MOVE, from, fromNet)
                                    .to(to, toNet)
                                    .amount(alpha)
                                    .tolerance(tolerance);
                    case StakingAction.Swap(
                                    var hotkey,
                                    var fromNet,
                                    var toNet,
                                    long alpha,
                                    var tolerance) ->
                            at(ActionForm.MOVE, hotkey, fromNet)
                                    .put("tonetuid", toNet.toString())
                                    .amount(alpha)
                                    .tolerance(tolerance);
                    case StakingAction.Transfer(
                                    var to,
                                    var hotkey,
                                    var fromNet,
                                    var toNet,
                                    long alpha) ->
                            at(ActionForm.TRANSFER, hotkey, fromNet)
                                    .put("recipient", to.address())
                                    .put("tonetuid", toNet.toString())
                                    .amount(alpha);
                    case StakingAction.TransferToHotkey(
                                    var to,
                                    var from,
                                    var _,
                                    var fromNet,
                                    var _,
                                    long alpha) ->
                            at(ActionForm.TRANSFER, from, fromNet)
                                    .put("recipient", to.address())
                                    .amount(alpha);
                    case StakingAction.ClaimRoot(var subnets) ->
                            new Link(ActionForm.CLAIM).put("netuids", listed(subnets));
                    case StakingAction.ClaimRootOf(var hotkey) ->
                            new Link(ActionForm.CLAIM).put("hotkey", hotkey.address());
                    case StakingAction.SetRootClaimType(var variant, var subnets) ->
                            new Link(ActionForm.CLAIM_TYPE)
                                    .put("type", variant)
                                    .put("netuids", listed(subnets));
                    case StakingAction.AutoStake(var netUid, var hotkey) ->
                            at(ActionForm.AUTO_STAKE, hotkey, netUid);
                    case StakingAction.StakeIntoBasket(var hotkey, long tao) ->
                            new Link(ActionForm.BASKET).put("hotkey", hotkey.address()).amount(tao);
                    case StakingAction.AddStakingProxy(var delegate) ->
                            new Link(ActionForm.PROXY).put("delegate", delegate.address());
                    case StakingAction.RemoveStakingProxy(var delegate) ->
                            new Link(ActionForm.PROXY).put("delegate", delegate.address());
                };
        return (real == null ? link : link.put("as", real)).text();
    }

    private static Link at(ActionForm form, Hotkey hotkey, NetUid netUid) {
        return new Link(form).put("hotkey", hotkey.address()).put("netuid", netUid.toString());
    }

    private static String listed(List<NetUid> subnets) {
        return subnets.stream().map(NetUid::toString).collect(Collectors.joining(","));
    }

    /** A form with what stands in its fields. */
    private record Link(ActionForm form, Inputs inputs) {

        Link(ActionForm form) {
            this(form, new Inputs(Map.of()));
        }

        Link put(String name, String value) {
            return new Link(form, inputs.with(name, value));
        }

        Link amount(long rao) {
            return put("amount", Numbers.amountPlain(rao));
        }

        Link to(Hotkey hotkey, NetUid netUid) {
            return put("tohotkey", hotkey.address()).put("tonetuid", netUid.toString());
        }

        Link tolerance(Tolerance tolerance) {
            return put("tolerance", tolerance.percent());
        }

        String text() {
            String query = inputs.query();
            return form.path() + (query.isEmpty() ? "" : "?" + query);
        }
    }
}
