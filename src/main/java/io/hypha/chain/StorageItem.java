package io.hypha.chain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The storage items that Hypha reads, by the names of the main network's metadata (spec 424). */
enum StorageItem {
    NOW("Timestamp", "Now", List.of()),
    ACCOUNT("System", "Account", List.of(KeyForm.ACCOUNT)),
    FEE_RATE("Swap", "FeeRate", List.of(KeyForm.NUMBER_TWOX)),
    SWAP_BALANCER("Swap", "SwapBalancer", List.of(KeyForm.NUMBER_TWOX)),

    SAFE_MODE_UNTIL("SafeMode", "EnteredUntil", List.of()),
    PROXIES("Proxy", "Proxies", List.of(KeyForm.ACCOUNT_TWOX)),

    NOMINATOR_MINIMUM("NominatorMinRequiredStake"),
    ROOT_UNLOCK_INTERVAL("RootStakeUnlockInterval"),
    TRANSFER_TOGGLE("TransferToggle", KeyForm.NUMBER),
    ROOT_CLAIM_THRESHOLD("RootClaimableThreshold", KeyForm.NUMBER_BLAKE2),
    ROOT_CLAIM_TYPE("RootClaimType", KeyForm.ACCOUNT),
    AUTO_STAKE_DESTINATION("AutoStakeDestination", KeyForm.ACCOUNT, KeyForm.NUMBER),
    COLDKEY_SWAP_ANNOUNCEMENTS("ColdkeySwapAnnouncements", KeyForm.ACCOUNT_TWOX),
    COLDKEY_SWAP_DISPUTES("ColdkeySwapDisputes", KeyForm.ACCOUNT_TWOX),
    LOCK("Lock", KeyForm.ACCOUNT, KeyForm.NUMBER, KeyForm.ACCOUNT),
    LAST_STAKE_BLOCK("LastColdkeyHotkeyStakeBlock", KeyForm.ACCOUNT_TWOX, KeyForm.ACCOUNT_TWOX),

    OWNER("Owner", KeyForm.ACCOUNT),
    STAKING_HOTKEYS("StakingHotkeys", KeyForm.ACCOUNT),
    DELEGATES("Delegates", KeyForm.ACCOUNT),
    CHILDKEY_TAKE("ChildkeyTake", KeyForm.ACCOUNT, KeyForm.NUMBER),
    CHILD_KEYS("ChildKeys", KeyForm.ACCOUNT, KeyForm.NUMBER),
    PARENT_KEYS("ParentKeys", KeyForm.ACCOUNT, KeyForm.NUMBER),
    IDENTITIES("IdentitiesV2", KeyForm.ACCOUNT),

    TOTAL_HOTKEY_ALPHA("TotalHotkeyAlpha", KeyForm.ACCOUNT, KeyForm.NUMBER),
    TOTAL_HOTKEY_ALPHA_LAST_EPOCH("TotalHotkeyAlphaLastEpoch", KeyForm.ACCOUNT, KeyForm.NUMBER),
    TOTAL_HOTKEY_SHARES("TotalHotkeyShares", KeyForm.ACCOUNT, KeyForm.NUMBER),
    TOTAL_HOTKEY_SHARES_V2("TotalHotkeySharesV2", KeyForm.ACCOUNT, KeyForm.NUMBER),
    ALPHA("Alpha", KeyForm.ACCOUNT, KeyForm.ACCOUNT, KeyForm.NUMBER),
    ALPHA_V2("AlphaV2", KeyForm.ACCOUNT, KeyForm.ACCOUNT, KeyForm.NUMBER),

    ALPHA_DIVIDENDS("AlphaDividendsPerSubnet", KeyForm.NUMBER, KeyForm.ACCOUNT),
    ROOT_ALPHA_DIVIDENDS("RootAlphaDividendsPerSubnet", KeyForm.NUMBER, KeyForm.ACCOUNT),
    ROOT_CLAIMABLE("RootClaimable", KeyForm.ACCOUNT),
    ROOT_CLAIMED("RootClaimed", KeyForm.NUMBER, KeyForm.ACCOUNT, KeyForm.ACCOUNT),

    NETWORKS_ADDED("NetworksAdded", KeyForm.NUMBER),
    SUBNETWORK_N("SubnetworkN", KeyForm.NUMBER),
    SUBNET_OWNER("SubnetOwner", KeyForm.NUMBER),
    SUBNET_IDENTITIES("SubnetIdentitiesV3", KeyForm.NUMBER_BLAKE2),
    TOKEN_SYMBOL("TokenSymbol", KeyForm.NUMBER),
    SUBNET_MECHANISM("SubnetMechanism", KeyForm.NUMBER),
    SUBNET_TAO("SubnetTAO", KeyForm.NUMBER),
    SUBNET_ALPHA_IN("SubnetAlphaIn", KeyForm.NUMBER),
    SUBNET_ALPHA_OUT("SubnetAlphaOut", KeyForm.NUMBER),
    SUBNET_MOVING_PRICE("SubnetMovingPrice", KeyForm.NUMBER),
    SUBTOKEN_ENABLED("SubtokenEnabled", KeyForm.NUMBER),
    TEMPO("Tempo", KeyForm.NUMBER),
    ACTIVITY_CUTOFF("ActivityCutoff", KeyForm.NUMBER),
    ACTIVITY_CUTOFF_FACTOR("ActivityCutoffFactorMilli", KeyForm.NUMBER),
    /** Spelt as the chain spells it. */
    LAST_STEP_BLOCK("LastMechansimStepBlock", KeyForm.NUMBER),
    TAO_WEIGHT("TaoWeight"),

    KEYS("Keys", KeyForm.NUMBER, KeyForm.NUMBER),
    UIDS("Uids", KeyForm.NUMBER, KeyForm.ACCOUNT),
    VALIDATOR_PERMIT("ValidatorPermit", KeyForm.NUMBER),
    VALIDATOR_TRUST("ValidatorTrust", KeyForm.NUMBER),
    LAST_UPDATE("LastUpdate", KeyForm.NUMBER);

    private static final Map<String, StorageItem> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(StorageItem::toString, item -> item));

    private final String pallet;
    private final String item;

    @SuppressWarnings("ImmutableEnumChecker") // only ever List.of
    private final List<KeyForm> forms;

    StorageItem(String item, KeyForm... forms) {
        this("SubtensorModule", item, List.of(forms));
    }

    StorageItem(String pallet, String item, List<KeyForm> forms) {
        this.pallet = pallet;
        this.item = item;
        this.forms = forms;
    }

    /** The item of that {@code Pallet.Item}; empty when Hypha does not read it by itself. */
    static Optional<StorageItem> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The parts of its keys, in their order. */
    List<KeyForm> forms() {
        return forms;
    }

    String pallet() {
        return pallet;
    }

    String item() {
        return item;
    }

    /** {@code Pallet.Item}. */
    @Override
    public String toString() {
        return pallet + "." + item;
    }
}
