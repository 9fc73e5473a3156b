package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.stake.StakingAction.AddStakingProxy;
import io.hypha.stake.StakingAction.AsProxy;
import io.hypha.stake.StakingAction.AutoStake;
import io.hypha.stake.StakingAction.Batch;
import io.hypha.stake.StakingAction.ClaimRoot;
import io.hypha.stake.StakingAction.ClaimRootOf;
import io.hypha.stake.StakingAction.Kind;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Actions as JSON, as they are stored and carried through forms: {@code kind} is {@link
 * Kind#code()}, accounts are SS58 addresses, amounts decimal strings of rao, a tolerance its
 * millionths. Forms are only added, so that what was stored stays readable.
 */
public final class StakingActionJson {

    private static final int MAX_AMOUNT_DIGITS = 19;

    private StakingActionJson() {}

    public static ObjectNode write(StakingAction action) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", action.kind().code());
        return switch (action) {
            case Stake(Hotkey hotkey, NetUid net, long tao, Tolerance tolerance) ->
                    at(json, hotkey, net)
                            .put("tao", Long.toString(tao))
                            .put("tolerance", tolerance.millionths());
            case Unstake(Hotkey hotkey, NetUid net, long alpha, Tolerance tolerance) ->
                    alpha(at(json, hotkey, net), alpha).put("tolerance", tolerance.millionths());
            case UnstakeFully(Hotkey hotkey, NetUid net, Tolerance tolerance) ->
                    at(json, hotkey, net).put("tolerance", tolerance.millionths());
            case UnstakeAll(Hotkey hotkey) -> json.put("hotkey", hotkey.address());
            case UnstakeAllAlpha(Hotkey hotkey) -> json.put("hotkey", hotkey.address());
            case Move(Hotkey from, Hotkey to, NetUid fromNet, NetUid toNet, long alpha) ->
                    alpha(nets(hotkeys(json, from, to), fromNet, toNet), alpha);
            case MoveLimit move ->
                    alpha(
                                    nets(
                                            hotkeys(json, move.from(), move.to()),
                                            move.fromNet(),
                                            move.toNet()),
                                    move.alpha())
                            .put("tolerance", move.tolerance().millionths());
            case Swap(
                            Hotkey hotkey,
                            NetUid fromNet,
                            NetUid toNet,
                            long alpha,
                            Tolerance tolerance) ->
                    alpha(nets(json.put("hotkey", hotkey.address()), fromNet, toNet), alpha)
                            .put("tolerance", tolerance.millionths());
            case Transfer(Coldkey to, Hotkey hotkey, NetUid fromNet, NetUid toNet, long alpha) ->
                    alpha(
                            nets(
                                    json.put("coldkey", to.address())
                                            .put("hotkey", hotkey.address()),
                                    fromNet,
                                    toNet),
                            alpha);
            case TransferToHotkey transfer ->
                    alpha(
                            nets(
                                    hotkeys(
                                            json.put("coldkey", transfer.to().address()),
                                            transfer.from(),
                                            transfer.toHotkey()),
                                    transfer.fromNet(),
                                    transfer.toNet()),
                            transfer.alpha());
            case ClaimRoot(List<NetUid> subnets) -> subnets(json, subnets);
            case ClaimRootOf(Hotkey hotkey) -> json.put("hotkey", hotkey.address());
            case SetRootClaimType(String variant, List<NetUid> subnets) ->
                    subnets(json.put("variant", variant), subnets);
            case AutoStake(NetUid net, Hotkey hotkey) -> at(json, hotkey, net);
            case StakeIntoBasket(Hotkey hotkey, long tao) ->
                    json.put("hotkey", hotkey.address()).put("tao", Long.toString(tao));
            case AddStakingProxy(Coldkey delegate) -> json.put("coldkey", delegate.address());
            case RemoveStakingProxy(Coldkey delegate) -> json.put("coldkey", delegate.address());
            case AsProxy(Coldkey real, Single inner) -> {
                json.put("coldkey", real.address()).set("action", write(inner));
                yield json;
            }
            case Batch(List<Single> actions) -> {
                ArrayNode list = json.putArray("actions");
                actions.forEach(each -> list.add(write(each)));
                yield json;
            }
        };
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence when it is none
     */
    public static StakingAction read(JsonNode json) {
        return switch (kind(json)) {
            case AS_PROXY -> new AsProxy(coldkey(json), single(json.path("action")));
            case BATCH -> {
                JsonNode list = json.path("actions");
                if (!list.isArray() || list.size() > Batch.MAX) {
                    throw new IllegalArgumentException("A batch has 1 to " + Batch.MAX + " calls.");
                }
                List<Single> actions = new ArrayList<>();
                list.forEach(each -> actions.add(single(each)));
                yield new Batch(actions);
            }
            default -> single(json);
        };
    }

    private static Single single(JsonNode json) {
        return switch (kind(json)) {
            case STAKE -> new Stake(hotkey(json), net(json, "netuid"), tao(json), tolerance(json));
            case UNSTAKE ->
                    new Unstake(hotkey(json), net(json, "netuid"), alpha(json), tolerance(json));
            case UNSTAKE_FULLY ->
                    new UnstakeFully(hotkey(json), net(json, "netuid"), tolerance(json));
            case UNSTAKE_ALL -> new UnstakeAll(hotkey(json));
            case UNSTAKE_ALL_ALPHA -> new UnstakeAllAlpha(hotkey(json));
            case MOVE ->
                    new Move(
                            hotkey(json, "from"),
                            hotkey(json, "to"),
                            net(json, "fromNet"),
                            net(json, "toNet"),
                            alpha(json));
            case MOVE_LIMIT ->
                    new MoveLimit(
                            hotkey(json, "from"),
                            hotkey(json, "to"),
                            net(json, "fromNet"),
                            net(json, "toNet"),
                            alpha(json),
                            tolerance(json));
            case SWAP ->
                    new Swap(
                            hotkey(json),
                            net(json, "fromNet"),
                            net(json, "toNet"),
                            alpha(json),
                            tolerance(json));
            case TRANSFER ->
                    new Transfer(
                            coldkey(json),
                            hotkey(json),
                            net(json, "fromNet"),
                            net(json, "toNet"),
                            alpha(json));
            case TRANSFER_TO_HOTKEY ->
                    new TransferToHotkey(
                            coldkey(json),
                            hotkey(json, "from"),
                            hotkey(json, "to"),
                            net(json, "fromNet"),
                            net(json, "toNet"),
                            alpha(json));
            case CLAIM_ROOT -> new ClaimRoot(subnets(json));
            case CLAIM_ROOT_OF -> new ClaimRootOf(hotkey(json));
            case SET_ROOT_CLAIM_TYPE -> new SetRootClaimType(text(json, "variant"), subnets(json));
            case AUTO_STAKE -> new AutoStake(net(json, "netuid"), hotkey(json));
            case STAKE_INTO_BASKET -> new StakeIntoBasket(hotkey(json), tao(json));
            case ADD_STAKING_PROXY -> new AddStakingProxy(coldkey(json));
            case REMOVE_STAKING_PROXY -> new RemoveStakingProxy(coldkey(json));
            case AS_PROXY ->
                    throw new IllegalArgumentException(
                            "A proxy's call cannot stand in a batch or in another proxy's call.");
            case BATCH ->
                    throw new IllegalArgumentException(
                            "A batch cannot stand in a batch, nor a staking proxy make one: the chain refuses it.");
        };
    }

    private static Kind kind(JsonNode json) {
        String code = text(json, "kind");
        return Arrays.stream(Kind.values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no such action."));
    }

    private static ObjectNode at(ObjectNode json, Hotkey hotkey, NetUid net) {
        return json.put("hotkey", hotkey.address()).put("netuid", net.value());
    }

    private static ObjectNode hotkeys(ObjectNode json, Hotkey from, Hotkey to) {
        return json.put("from", from.address()).put("to", to.address());
    }

    private static ObjectNode nets(ObjectNode json, NetUid from, NetUid to) {
        return json.put("fromNet", from.value()).put("toNet", to.value());
    }

    private static ObjectNode alpha(ObjectNode json, long alpha) {
        return json.put("alpha", Long.toString(alpha));
    }

    private static ObjectNode subnets(ObjectNode json, List<NetUid> subnets) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        subnets.forEach(each -> list.add(each.value()));
        return json.set("subnets", list);
    }

    private static Hotkey hotkey(JsonNode json) {
        return hotkey(json, "hotkey");
    }

    private static Hotkey hotkey(JsonNode json, String name) {
        return Hotkey.of(text(json, name));
    }

    private static Coldkey coldkey(JsonNode json) {
        return Coldkey.of(text(json, "coldkey"));
    }

    private static NetUid net(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isInt()) {
            throw new IllegalArgumentException("The action's " + name + " is no number.");
        }
        return new NetUid(value.intValue());
    }

    private static List<NetUid> subnets(JsonNode json) {
        JsonNode list = json.path("subnets");
        if (!list.isArray() || list.size() > NetUid.MAX) {
            throw new IllegalArgumentException("The action names no list of subnets.");
        }
        List<NetUid> subnets = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isInt()) {
                throw new IllegalArgumentException("A subnet is a number.");
            }
            subnets.add(new NetUid(each.intValue()));
        }
        return subnets;
    }

    private static long tao(JsonNode json) {
        return amount(json, "tao");
    }

    private static long alpha(JsonNode json) {
        return amount(json, "alpha");
    }

    private static long amount(JsonNode json, String name) {
        String text = text(json, name);
        if (!text.matches("[0-9]{1," + MAX_AMOUNT_DIGITS + "}")) {
            throw new IllegalArgumentException("The action's " + name + " is no amount of rao.");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("There is never that much of it.", e);
        }
    }

    private static Tolerance tolerance(JsonNode json) {
        JsonNode value = json.path("tolerance");
        if (!value.isInt()) {
            throw new IllegalArgumentException("The action's tolerance is no number.");
        }
        return new Tolerance(value.intValue());
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString()) {
            throw new IllegalArgumentException("The action has no " + name + ".");
        }
        return value.stringValue();
    }
}
