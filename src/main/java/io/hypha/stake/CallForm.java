package io.hypha.stake;

import static io.hypha.stake.CallArgument.ACCOUNT;
import static io.hypha.stake.CallArgument.ADDRESS;
import static io.hypha.stake.CallArgument.BLOCKS;
import static io.hypha.stake.CallArgument.BOOL;
import static io.hypha.stake.CallArgument.CALL;
import static io.hypha.stake.CallArgument.CALLS;
import static io.hypha.stake.CallArgument.CLAIM_TYPE;
import static io.hypha.stake.CallArgument.NETUID;
import static io.hypha.stake.CallArgument.NETUIDS;
import static io.hypha.stake.CallArgument.OPTIONAL_PROXY_TYPE;
import static io.hypha.stake.CallArgument.OPTIONAL_RAO;
import static io.hypha.stake.CallArgument.PROXY_TYPE;
import static io.hypha.stake.CallArgument.RAO;

import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.VariantCase;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A call in a form that is understood whole: its name with the names and types of all arguments.
 * Meanings of the arguments are those of {@code pallet_subtensor}, {@code pallet_utility} and
 * {@code pallet_proxy}. A runtime that gives the call another argument has another call.
 */
record CallForm(String pallet, String name, Map<String, CallArgument> arguments) {

    private static final String SUBTENSOR = "SubtensorModule";

    static final CallForm ADD_STAKE =
            subtensor("add_stake")
                    .with("hotkey", ACCOUNT)
                    .with("netuid", NETUID)
                    .with("amount_staked", RAO);

    /** Before there were subnets to stake on: root was all there was. */
    static final CallForm ADD_STAKE_ON_ROOT =
            subtensor("add_stake").with("hotkey", ACCOUNT).with("amount_staked", RAO);

    static final CallForm ADD_STAKE_LIMIT =
            limited(
                    subtensor("add_stake_limit")
                            .with("hotkey", ACCOUNT)
                            .with("netuid", NETUID)
                            .with("amount_staked", RAO));
    static final CallForm REMOVE_STAKE =
            subtensor("remove_stake")
                    .with("hotkey", ACCOUNT)
                    .with("netuid", NETUID)
                    .with("amount_unstaked", RAO);
    static final CallForm REMOVE_STAKE_ON_ROOT =
            subtensor("remove_stake").with("hotkey", ACCOUNT).with("amount_unstaked", RAO);
    static final CallForm REMOVE_STAKE_LIMIT =
            limited(
                    subtensor("remove_stake_limit")
                            .with("hotkey", ACCOUNT)
                            .with("netuid", NETUID)
                            .with("amount_unstaked", RAO));
    static final CallForm REMOVE_STAKE_FULL_LIMIT =
            subtensor("remove_stake_full_limit")
                    .with("hotkey", ACCOUNT)
                    .with("netuid", NETUID)
                    .with("limit_price", OPTIONAL_RAO);
    static final CallForm UNSTAKE_ALL = subtensor("unstake_all").with("hotkey", ACCOUNT);
    static final CallForm UNSTAKE_ALL_ALPHA =
            subtensor("unstake_all_alpha").with("hotkey", ACCOUNT);
    static final CallForm MOVE_STAKE =
            betweenSubnets(
                    subtensor("move_stake")
                            .with("origin_hotkey", ACCOUNT)
                            .with("destination_hotkey", ACCOUNT));
    static final CallForm MOVE_STAKE_LIMIT =
            limited(
                    betweenSubnets(
                            subtensor("move_stake_limit")
                                    .with("origin_hotkey", ACCOUNT)
                                    .with("destination_hotkey", ACCOUNT)));
    static final CallForm SWAP_STAKE_LIMIT =
            limited(betweenSubnets(subtensor("swap_stake_limit").with("hotkey", ACCOUNT)));
    static final CallForm TRANSFER_STAKE =
            betweenSubnets(
                    subtensor("transfer_stake")
                            .with("destination_coldkey", ACCOUNT)
                            .with("hotkey", ACCOUNT));
    static final CallForm TRANSFER_STAKE_AND_HOTKEY =
            betweenSubnets(
                    subtensor("transfer_stake_and_hotkey")
                            .with("destination_coldkey", ACCOUNT)
                            .with("origin_hotkey", ACCOUNT)
                            .with("destination_hotkey", ACCOUNT));
    static final CallForm CLAIM_ROOT = subtensor("claim_root").with("subnets", NETUIDS);
    static final CallForm CLAIM_ROOT_WITH_HOTKEY =
            subtensor("claim_root_with_hotkey").with("hotkey", ACCOUNT);
    static final CallForm SET_ROOT_CLAIM_TYPE =
            subtensor("set_root_claim_type").with("new_root_claim_type", CLAIM_TYPE);
    static final CallForm SET_COLDKEY_AUTO_STAKE_HOTKEY =
            subtensor("set_coldkey_auto_stake_hotkey")
                    .with("netuid", NETUID)
                    .with("hotkey", ACCOUNT);
    static final CallForm STAKE_INTO_BASKET =
            subtensor("stake_into_basket").with("hotkey", ACCOUNT).with("amount_staked", RAO);
    static final CallForm ADD_PROXY =
            proxy("add_proxy")
                    .with("delegate", ADDRESS)
                    .with("proxy_type", PROXY_TYPE)
                    .with("delay", BLOCKS);
    static final CallForm REMOVE_PROXY =
            proxy("remove_proxy")
                    .with("delegate", ADDRESS)
                    .with("proxy_type", PROXY_TYPE)
                    .with("delay", BLOCKS);
    static final CallForm PROXY =
            proxy("proxy")
                    .with("real", ADDRESS)
                    .with("force_proxy_type", OPTIONAL_PROXY_TYPE)
                    .with("call", CALL);
    static final CallForm BATCH_ALL =
            new CallForm("Utility", "batch_all", Map.of()).with("calls", CALLS);

    private static CallForm subtensor(String name) {
        return new CallForm(SUBTENSOR, name, Map.of());
    }

    private static CallForm proxy(String name) {
        return new CallForm("Proxy", name, Map.of());
    }

    private static CallForm betweenSubnets(CallForm form) {
        return form.with("origin_netuid", NETUID)
                .with("destination_netuid", NETUID)
                .with("alpha_amount", RAO);
    }

    private static CallForm limited(CallForm form) {
        return form.with("limit_price", RAO).with("allow_partial", BOOL);
    }

    private CallForm with(String argument, CallArgument type) {
        Map<String, CallArgument> more = new LinkedHashMap<>(arguments);
        more.put(argument, type);
        return new CallForm(pallet, name, more);
    }

    /** {@code SubtensorModule.add_stake}. */
    String wholeName() {
        return pallet + "." + name;
    }

    /** Why this runtime has no such call; empty when it has. */
    Optional<String> obstacle(RuntimeMetadata metadata) {
        Optional<VariantCase> call = find(metadata);
        if (call.isEmpty()) {
            return Optional.of("This runtime has no call " + wholeName() + ".");
        }
        Set<String> missing = new HashSet<>(arguments.keySet());
        for (Field field : call.get().fields()) {
            CallArgument wanted = arguments.get(field.name());
            if (wanted == null) {
                return Optional.of(
                        "This runtime's call %s has an argument %s that this version of Hypha does not know."
                                .formatted(wholeName(), field.name()));
            }
            if (!wanted.fits(metadata, field.type())) {
                return Optional.of(
                        "The argument %s of this runtime's call %s is of a type that this version of Hypha does not know."
                                .formatted(field.name(), wholeName()));
            }
            missing.remove(field.name());
        }
        return missing.stream()
                .sorted()
                .findFirst()
                .map(each ->
                        "This runtime's call %s has no argument %s.".formatted(wholeName(), each));
    }

    Optional<VariantCase> find(RuntimeMetadata metadata) {
        return metadata.pallet(pallet)
                .flatMap(found ->
                        metadata.calls(found).stream()
                                .filter(each -> each.name().equals(name))
                                .findFirst());
    }
}
