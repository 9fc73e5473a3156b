package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the calls of actions under one runtime's metadata. */
final class CallBuilder {

    /** A call, or why this runtime has none. */
    sealed interface Made {

        record Call(Bytes bytes, CallForm form) implements Made {}

        record No(String reason) implements Made {}
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RuntimeMetadata metadata;

    CallBuilder(RuntimeMetadata metadata) {
        this.metadata = metadata;
    }

    Made build(StakingAction action, Limits limits) {
        return switch (action) {
            case Single single -> single(single, limits.prices().getFirst());
            case AsProxy proxy ->
                    switch (single(proxy.action(), limits.prices().getFirst())) {
                        case Made.No no -> no;
                        case Made.Call inner -> asProxy(proxy, inner);
                    };
            case Batch(List<Single> actions) -> batch(actions, limits);
        };
    }

    private Made asProxy(AsProxy proxy, Made.Call inner) {
        ObjectNode args =
                JSON.objectNode()
                        .put("real", proxy.real().address())
                        .put("force_proxy_type", CallArgument.STAKING);
        args.set("call", asJson(inner));
        return made(CallForm.PROXY, args);
    }

    private Made batch(List<Single> actions, Limits limits) {
        ObjectNode args = JSON.objectNode();
        ArrayNode calls = args.putArray("calls");
        for (int i = 0; i < actions.size(); i++) {
            switch (single(actions.get(i), limits.prices().get(i))) {
                case Made.No no -> {
                    return no;
                }
                case Made.Call inner -> calls.add(asJson(inner));
            }
        }
        return made(CallForm.BATCH_ALL, args);
    }

    /** A call within a call, in the form that this runtime's codec gives it. */
    private JsonNode asJson(Made.Call inner) {
        return metadata.codec().decode(metadata.callType(), inner.bytes());
    }

    private Made single(Single action, OptionalLong limit) {
        return switch (action) {
            case Stake(Hotkey hotkey, NetUid net, long tao, var _) -> {
                ObjectNode args = hotkey(hotkey).put("amount_staked", Long.toString(tao));
                yield onRootOrLimited(
                        net,
                        limit,
                        args,
                        List.of(CallForm.ADD_STAKE, CallForm.ADD_STAKE_ON_ROOT),
                        CallForm.ADD_STAKE_LIMIT);
            }
            case Unstake(Hotkey hotkey, NetUid net, long alpha, var _) -> {
                ObjectNode args = hotkey(hotkey).put("amount_unstaked", Long.toString(alpha));
                yield onRootOrLimited(
                        net,
                        limit,
                        args,
                        List.of(CallForm.REMOVE_STAKE, CallForm.REMOVE_STAKE_ON_ROOT),
                        CallForm.REMOVE_STAKE_LIMIT);
            }
            case UnstakeFully(Hotkey hotkey, NetUid net, var _) -> {
                ObjectNode args = hotkey(hotkey).put("netuid", net.value());
                if (limit.isPresent()) {
                    args.put("limit_price", Long.toString(limit.getAsLong()));
                } else {
                    args.putNull("limit_price");
                }
                yield made(CallForm.REMOVE_STAKE_FULL_LIMIT, args);
            }
            case UnstakeAll(Hotkey hotkey) -> made(CallForm.UNSTAKE_ALL, hotkey(hotkey));
            case UnstakeAllAlpha(Hotkey hotkey) -> made(CallForm.UNSTAKE_ALL_ALPHA, hotkey(hotkey));
            case Move(Hotkey from, Hotkey to, NetUid fromNet, NetUid toNet, long alpha) ->
                    made(
                            CallForm.MOVE_STAKE,
                            between(hotkeys(JSON.objectNode(), from, to), fromNet, toNet, alpha));
            case MoveLimit(
                            Hotkey from,
                            Hotkey to,
                            NetUid fromNet,
                            NetUid toNet,
                            long alpha,
                            var _) ->
                    made(
                            CallForm.MOVE_STAKE_LIMIT,
                            limited(
                                    between(
                                            hotkeys(JSON.objectNode(), from, to),
                                            fromNet,
                                            toNet,
                                            alpha),
                                    limit));
            case Swap(Hotkey hotkey, NetUid fromNet, NetUid toNet, long alpha, var _) ->
                    made(
                            CallForm.SWAP_STAKE_LIMIT,
                            limited(between(hotkey(hotkey), fromNet, toNet, alpha), limit));
            case Transfer transfer ->
                    made(
                            CallForm.TRANSFER_STAKE,
                            between(
                                    hotkey(transfer.hotkey())
                                            .put("destination_coldkey", transfer.to().address()),
                                    transfer.fromNet(),
                                    transfer.toNet(),
                                    transfer.alpha()));
            case TransferToHotkey transfer ->
                    made(
                            CallForm.TRANSFER_STAKE_AND_HOTKEY,
                            between(
                                    hotkeys(
                                            JSON.objectNode()
                                                    .put(
                                                            "destination_coldkey",
                                                            transfer.to().address()),
                                            transfer.from(),
                                            transfer.toHotkey()),
                                    transfer.fromNet(),
                                    transfer.toNet(),
                                    transfer.alpha()));
            case ClaimRoot(List<NetUid> subnets) -> {
                ObjectNode args = JSON.objectNode();
                args.set("subnets", netUids(subnets));
                yield made(CallForm.CLAIM_ROOT, args);
            }
            case ClaimRootOf(Hotkey hotkey) ->
                    made(CallForm.CLAIM_ROOT_WITH_HOTKEY, hotkey(hotkey));
            case SetRootClaimType claim -> claimType(claim);
            case AutoStake(NetUid net, Hotkey hotkey) ->
                    made(
                            CallForm.SET_COLDKEY_AUTO_STAKE_HOTKEY,
                            hotkey(hotkey).put("netuid", net.value()));
            case StakeIntoBasket(Hotkey hotkey, long tao) ->
                    made(
                            CallForm.STAKE_INTO_BASKET,
                            hotkey(hotkey).put("amount_staked", Long.toString(tao)));
            case AddStakingProxy(var delegate) ->
                    made(CallForm.ADD_PROXY, stakingProxy(delegate.address()));
            case RemoveStakingProxy(var delegate) ->
                    made(CallForm.REMOVE_PROXY, stakingProxy(delegate.address()));
        };
    }

    private Made onRootOrLimited(
            NetUid net,
            OptionalLong limit,
            ObjectNode args,
            List<CallForm> onRoot,
            CallForm limited) {
        if (!net.isRoot()) {
            return made(limited, limited(args.put("netuid", net.value()), limit));
        }
        CallForm named = onRoot.getFirst();
        CallForm bare = onRoot.getLast();
        return bare.obstacle(metadata).isEmpty()
                ? made(bare, args)
                : made(named, args.put("netuid", net.value()));
    }

    private Made claimType(SetRootClaimType claim) {
        Optional<String> obstacle = CallForm.SET_ROOT_CLAIM_TYPE.obstacle(metadata);
        if (obstacle.isPresent()) {
            return new Made.No(obstacle.get());
        }
        Optional<StakingCalls.ClaimType> type =
                StakingCalls.rootClaimTypes(metadata).stream()
                        .filter(each -> each.variant().equals(claim.variant()))
                        .findFirst();
        if (type.isEmpty()) {
            return new Made.No("This runtime has no claim type " + claim.variant() + ".");
        }
        if (type.get().namesSubnets() == claim.subnets().isEmpty()) {
            return new Made.No(
                    "The claim type "
                            + claim.variant()
                            + (type.get().namesSubnets()
                                    ? " names at least one subnet."
                                    : " names no subnets."));
        }
        ObjectNode args = JSON.objectNode();
        if (type.get().namesSubnets()) {
            ObjectNode fields = JSON.objectNode();
            fields.set("subnets", netUids(claim.subnets()));
            args.set("new_root_claim_type", JSON.objectNode().set(claim.variant(), fields));
        } else {
            args.put("new_root_claim_type", claim.variant());
        }
        return made(CallForm.SET_ROOT_CLAIM_TYPE, args);
    }

    private Made made(CallForm form, JsonNode args) {
        return form.obstacle(metadata)
                .<Made>map(Made.No::new)
                .orElseGet(() ->
                        new Made.Call(metadata.encodeCall(form.pallet(), form.name(), args), form));
    }

    private static ObjectNode hotkey(Hotkey hotkey) {
        return JSON.objectNode().put("hotkey", hotkey.address());
    }

    private static ObjectNode hotkeys(ObjectNode args, Hotkey from, Hotkey to) {
        return args.put("origin_hotkey", from.address()).put("destination_hotkey", to.address());
    }

    private static ObjectNode between(ObjectNode args, NetUid from, NetUid to, long alpha) {
        return args.put("origin_netuid", from.value())
                .put("destination_netuid", to.value())
                .put("alpha_amount", Long.toString(alpha));
    }

    /** All of it or nothing: a part of a trade would be another trade than the page showed. */
    private static ObjectNode limited(ObjectNode args, OptionalLong limit) {
        return args.put("limit_price", Long.toString(limit.orElseThrow()))
                .put("allow_partial", false);
    }

    private static ObjectNode stakingProxy(String delegate) {
        return JSON.objectNode()
                .put("delegate", delegate)
                .put("proxy_type", CallArgument.STAKING)
                .put("delay", 0);
    }

    private static ArrayNode netUids(List<NetUid> subnets) {
        ArrayNode list = JSON.arrayNode();
        subnets.forEach(each -> list.add(each.value()));
        return list;
    }
}
