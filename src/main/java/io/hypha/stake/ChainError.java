package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Errors of the chain's calls ({@code DispatchError}) in words, each with the chain's own name. */
final class ChainError {

    /** Words for the errors that staking meets; any other error is named as the chain names it. */
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("SlippageTooHigh", "The price moved past your limit."),
                    Map.entry("PriceLimitExceeded", "The price had moved past your limit."),
                    Map.entry("ZeroMaxStakeAmount", "The price had moved past your limit."),
                    Map.entry(
                            "AmountTooLow", "The amount is below the chain's minimum of 0.002 τ."),
                    Map.entry("NotEnoughBalanceToStake", "The account has not enough free τ."),
                    Map.entry("InsufficientBalance", "The account has not enough free τ."),
                    Map.entry(
                            "NotEnoughStakeToWithdraw",
                            "The account has not that much stake there."),
                    Map.entry("NotEnoughStake", "The account has not that much stake there."),
                    Map.entry("InsufficientLiquidity", "The pool is too small for this amount."),
                    Map.entry(
                            "HotKeyAccountNotExists",
                            "The chain knows no validator with this key."),
                    Map.entry(
                            "HotKeyNotRegisteredInSubNet",
                            "The validator is not registered on this subnet."),
                    Map.entry(
                            "HotKeyNotRegisteredInNetwork",
                            "The validator is not registered on this subnet."),
                    Map.entry("SubnetNotExists", "There is no such subnet any more."),
                    Map.entry("SubtokenDisabled", "This subnet takes no stake yet."),
                    Map.entry("StakeUnavailable", "This stake is locked."),
                    Map.entry(
                            "RootStakeLocked",
                            "Root stake is held for some blocks after the last stake or claim."),
                    Map.entry("TransferDisallowed", "The subnet forbids this transfer of stake."),
                    Map.entry(
                            "AccountRejectsLockedAlpha",
                            "The other account takes no locked stake."),
                    Map.entry("SameNetuid", "Both subnets are the same."),
                    Map.entry(
                            "InvalidSubnetNumber",
                            "A claim names at least one subnet and not more than the chain allows."),
                    Map.entry(
                            "SameAutoStakeHotkeyAlreadySet",
                            "Mining income goes to this validator already."),
                    Map.entry(
                            "ColdkeySwapAnnounced",
                            "The account has announced a change of its coldkey."),
                    Map.entry(
                            "ColdkeySwapDisputed",
                            "The change of the account's coldkey is disputed."),
                    Map.entry("NonAssociatedColdKey", "The validator belongs to another account."),
                    Map.entry("NotProxy", "This account is no staking proxy of the other account."),
                    Map.entry("Unproxyable", "A staking proxy may not do this."),
                    Map.entry("CallFiltered", "A staking proxy may not do this."),
                    Map.entry("NoSelfProxy", "An account cannot be its own proxy."),
                    Map.entry("TooMany", "The account has as many proxies as the chain allows."),
                    Map.entry("Duplicate", "That account is a staking proxy already."),
                    Map.entry("NotFound", "That account is no staking proxy."));

    private ChainError() {}

    /** A decoded {@code DispatchError}, {@code {"Module": {"index": 7, "error": "0x54000000"}}}. */
    static String words(RuntimeMetadata metadata, JsonNode error) {
        JsonNode module = error.path("Module");
        if (!module.isObject()) {
            return other(error);
        }
        int index = module.path("index").asInt();
        Bytes bytes = Bytes.fromHex(module.path("error").asString("0x00"));
        int code = bytes.isEmpty() ? 0 : bytes.unsignedAt(0);
        Optional<Pallet> pallet = metadata.pallet(index);
        return pallet.flatMap(p ->
                        metadata.errors(p).stream()
                                .filter(each -> each.index() == code)
                                .findFirst()
                                .map(each ->
                                        WORDS.getOrDefault(each.name(), "The chain refused it.")
                                                + " ("
                                                + p.name()
                                                + "."
                                                + each.name()
                                                + ")"))
                .orElse("The chain answered error " + code + " of pallet " + index + ".");
    }

    private static String other(JsonNode error) {
        String token = error.path("Token").asString("");
        return switch (token) {
            case "FundsUnavailable", "BelowMinimum", "NotExpendable" ->
                    "The account has not enough free τ. (Token." + token + ")";
            default ->
                    "The chain answered "
                            + (error.isString() ? error.stringValue() : error.toString())
                            + ".";
        };
    }
}
