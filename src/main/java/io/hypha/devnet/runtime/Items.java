package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.StorageItem.Hasher.BLAKE2_128_CONCAT;
import static io.hypha.devnet.runtime.StorageItem.Hasher.IDENTITY;
import static io.hypha.devnet.runtime.StorageItem.Hasher.TWOX_64_CONCAT;

/**
 * Storage items of the frame pallets: System, Timestamp, Aura, Grandpa, Proxy, Sudo, Balances,
 * TransactionPayment, Swap.
 */
final class Items {

    static final StorageItem ACCOUNT = new StorageItem("System", "Account", BLAKE2_128_CONCAT);
    static final StorageItem BLOCK_HASH = new StorageItem("System", "BlockHash", TWOX_64_CONCAT);
    static final StorageItem NUMBER = new StorageItem("System", "Number");
    static final StorageItem PARENT_HASH = new StorageItem("System", "ParentHash");
    static final StorageItem DIGEST = new StorageItem("System", "Digest");
    static final StorageItem EVENTS = new StorageItem("System", "Events");
    static final StorageItem EVENT_COUNT = new StorageItem("System", "EventCount");
    static final StorageItem LAST_RUNTIME_UPGRADE = new StorageItem("System", "LastRuntimeUpgrade");
    static final StorageItem U32_REF_COUNT = new StorageItem("System", "UpgradedToU32RefCount");
    static final StorageItem TRIPLE_REF_COUNT =
            new StorageItem("System", "UpgradedToTripleRefCount");

    static final StorageItem NOW = new StorageItem("Timestamp", "Now");

    static final StorageItem AURA_AUTHORITIES = new StorageItem("Aura", "Authorities");
    static final StorageItem CURRENT_SLOT = new StorageItem("Aura", "CurrentSlot");

    static final StorageItem GRANDPA_STATE = new StorageItem("Grandpa", "State");
    static final StorageItem GRANDPA_AUTHORITIES = new StorageItem("Grandpa", "Authorities");
    static final StorageItem CURRENT_SET_ID = new StorageItem("Grandpa", "CurrentSetId");
    static final StorageItem PENDING_CHANGE = new StorageItem("Grandpa", "PendingChange");
    static final StorageItem NEXT_FORCED = new StorageItem("Grandpa", "NextForced");
    static final StorageItem SET_ID_SESSION =
            new StorageItem("Grandpa", "SetIdSession", TWOX_64_CONCAT);

    static final StorageItem PROXIES = new StorageItem("Proxy", "Proxies", TWOX_64_CONCAT);

    static final StorageItem SUDO_KEY = new StorageItem("Sudo", "Key");

    static final StorageItem BALANCES_ISSUANCE = new StorageItem("Balances", "TotalIssuance");

    static final StorageItem NEXT_FEE_MULTIPLIER =
            new StorageItem("TransactionPayment", "NextFeeMultiplier");
    static final StorageItem FEE_STORAGE_VERSION =
            new StorageItem("TransactionPayment", "StorageVersion");

    static final StorageItem FEE_RATE = new StorageItem("Swap", "FeeRate", TWOX_64_CONCAT);
    static final StorageItem SWAP_BALANCER =
            new StorageItem("Swap", "SwapBalancer", TWOX_64_CONCAT);
    static final StorageItem SWAP_INITIALIZED =
            new StorageItem("Swap", "PalSwapInitialized", TWOX_64_CONCAT);

    private Items() {}

    static StorageItem subtensor(String name, StorageItem.Hasher... hashers) {
        return new StorageItem("SubtensorModule", name, hashers);
    }

    /** A map by netuid. */
    static StorageItem bySubnet(String name) {
        return subtensor(name, IDENTITY);
    }

    /** A map by hotkey or coldkey. */
    static StorageItem byAccount(String name) {
        return subtensor(name, BLAKE2_128_CONCAT);
    }

    /** A map by (account, netuid). */
    static StorageItem byAccountAndSubnet(String name) {
        return subtensor(name, BLAKE2_128_CONCAT, IDENTITY);
    }

    /** A map by (netuid, hotkey). */
    static StorageItem bySubnetAndAccount(String name) {
        return subtensor(name, IDENTITY, BLAKE2_128_CONCAT);
    }
}
