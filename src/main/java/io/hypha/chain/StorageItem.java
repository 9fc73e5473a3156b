package io.hypha.chain;

/** The storage items that Hypha reads, by the names of the main network's metadata (spec 424). */
enum StorageItem {
    ACCOUNT("System", "Account"),
    FEE_RATE("Swap", "FeeRate"),
    SWAP_BALANCER("Swap", "SwapBalancer"),

    OWNER("Owner"),
    STAKING_HOTKEYS("StakingHotkeys"),
    DELEGATES("Delegates"),
    CHILDKEY_TAKE("ChildkeyTake"),
    CHILD_KEYS("ChildKeys"),
    PARENT_KEYS("ParentKeys"),
    IDENTITIES("IdentitiesV2"),

    TOTAL_HOTKEY_ALPHA("TotalHotkeyAlpha"),
    TOTAL_HOTKEY_ALPHA_LAST_EPOCH("TotalHotkeyAlphaLastEpoch"),
    TOTAL_HOTKEY_SHARES("TotalHotkeyShares"),
    TOTAL_HOTKEY_SHARES_V2("TotalHotkeySharesV2"),
    ALPHA("Alpha"),
    ALPHA_V2("AlphaV2"),

    ALPHA_DIVIDENDS("AlphaDividendsPerSubnet"),
    ROOT_ALPHA_DIVIDENDS("RootAlphaDividendsPerSubnet"),
    ROOT_CLAIMABLE("RootClaimable"),
    ROOT_CLAIMED("RootClaimed"),

    NETWORKS_ADDED("NetworksAdded"),
    SUBNETWORK_N("SubnetworkN"),
    SUBNET_OWNER("SubnetOwner"),
    SUBNET_IDENTITIES("SubnetIdentitiesV3"),
    TOKEN_SYMBOL("TokenSymbol"),
    SUBNET_MECHANISM("SubnetMechanism"),
    SUBNET_TAO("SubnetTAO"),
    SUBNET_ALPHA_IN("SubnetAlphaIn"),
    SUBNET_ALPHA_OUT("SubnetAlphaOut"),
    SUBNET_MOVING_PRICE("SubnetMovingPrice"),
    SUBTOKEN_ENABLED("SubtokenEnabled"),
    TEMPO("Tempo"),
    ACTIVITY_CUTOFF("ActivityCutoff"),
    ACTIVITY_CUTOFF_FACTOR("ActivityCutoffFactorMilli"),
    /** Spelt as the chain spells it. */
    LAST_STEP_BLOCK("LastMechansimStepBlock"),
    TAO_WEIGHT("TaoWeight"),

    KEYS("Keys"),
    UIDS("Uids"),
    VALIDATOR_PERMIT("ValidatorPermit"),
    VALIDATOR_TRUST("ValidatorTrust"),
    LAST_UPDATE("LastUpdate");

    private final String pallet;
    private final String item;

    StorageItem(String item) {
        this("SubtensorModule", item);
    }

    StorageItem(String pallet, String item) {
        this.pallet = pallet;
        this.item = item;
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
