package io.hypha.devnet.runtime;

import static io.hypha.devnet.runtime.Items.byAccount;
import static io.hypha.devnet.runtime.Items.byAccountAndSubnet;
import static io.hypha.devnet.runtime.Items.bySubnet;
import static io.hypha.devnet.runtime.Items.bySubnetAndAccount;
import static io.hypha.devnet.runtime.Items.subtensor;
import static io.hypha.devnet.runtime.StorageItem.Hasher.BLAKE2_128_CONCAT;
import static io.hypha.devnet.runtime.StorageItem.Hasher.IDENTITY;
import static io.hypha.devnet.runtime.StorageItem.Hasher.TWOX_64_CONCAT;

import java.util.stream.IntStream;

/**
 * Storage items of pallet 7, SubtensorModule, with names (sic) and hashers of the main network at
 * spec 424.
 */
final class Subtensor {

    static final StorageItem TAO_WEIGHT = subtensor("TaoWeight");
    static final StorageItem TOTAL_ISSUANCE = subtensor("TotalIssuance");
    static final StorageItem TOTAL_STAKE = subtensor("TotalStake");
    static final StorageItem SUBNET_MOVING_ALPHA = subtensor("SubnetMovingAlpha");
    static final StorageItem TOTAL_NETWORKS = subtensor("TotalNetworks");
    static final StorageItem SUBNET_OWNER_CUT = subtensor("SubnetOwnerCut");
    static final StorageItem NUM_ROOT_CLAIM = subtensor("NumRootClaim");
    static final StorageItem MAX_EPOCHS_PER_BLOCK = subtensor("MaxEpochsPerBlock");
    static final StorageItem NOMINATOR_MIN_REQUIRED_STAKE = subtensor("NominatorMinRequiredStake");
    static final StorageItem NUM_STAKING_COLDKEYS = subtensor("NumStakingColdkeys");
    static final StorageItem BLOCK_EMISSION = subtensor("BlockEmission");

    static final StorageItem NETWORKS_ADDED = bySubnet("NetworksAdded");
    static final StorageItem SUBNETWORK_N = bySubnet("SubnetworkN");
    static final StorageItem SUBNET_MECHANISM = bySubnet("SubnetMechanism");
    static final StorageItem SUBTOKEN_ENABLED = bySubnet("SubtokenEnabled");
    static final StorageItem TOKEN_SYMBOL = bySubnet("TokenSymbol");
    static final StorageItem TEMPO = bySubnet("Tempo");
    static final StorageItem MAX_ALLOWED_VALIDATORS = bySubnet("MaxAllowedValidators");
    static final StorageItem MAX_ALLOWED_UIDS = bySubnet("MaxAllowedUids");
    static final StorageItem NETWORK_REGISTERED_AT = bySubnet("NetworkRegisteredAt");
    static final StorageItem FIRST_EMISSION_BLOCK_NUMBER = bySubnet("FirstEmissionBlockNumber");
    static final StorageItem SUBNET_OWNER = bySubnet("SubnetOwner");
    static final StorageItem SUBNET_OWNER_HOTKEY = bySubnet("SubnetOwnerHotkey");
    static final StorageItem SUBNET_TAO = bySubnet("SubnetTAO");
    static final StorageItem SUBNET_ALPHA_IN = bySubnet("SubnetAlphaIn");
    static final StorageItem SUBNET_ALPHA_OUT = bySubnet("SubnetAlphaOut");
    static final StorageItem SUBNET_PROTOCOL_ALPHA = bySubnet("SubnetProtocolAlpha");
    static final StorageItem SUBNET_VOLUME = bySubnet("SubnetVolume");
    static final StorageItem SUBNET_TAO_FLOW = bySubnet("SubnetTaoFlow");
    static final StorageItem SUBNET_ROOT_SELL_TAO = bySubnet("SubnetRootSellTao");
    static final StorageItem SUBNET_PROTOCOL_FLOW = bySubnet("SubnetProtocolFlow");
    static final StorageItem TRANSFER_TOGGLE = bySubnet("TransferToggle");
    static final StorageItem SUBNET_MOVING_PRICE = bySubnet("SubnetMovingPrice");
    static final StorageItem ROOT_PROP = bySubnet("RootProp");
    static final StorageItem SUBNET_ALPHA_IN_EMISSION = bySubnet("SubnetAlphaInEmission");
    static final StorageItem SUBNET_ALPHA_OUT_EMISSION = bySubnet("SubnetAlphaOutEmission");
    static final StorageItem SUBNET_TAO_IN_EMISSION = bySubnet("SubnetTaoInEmission");
    static final StorageItem SUBNET_EXCESS_TAO = bySubnet("SubnetExcessTao");
    static final StorageItem PENDING_SERVER_EMISSION = bySubnet("PendingServerEmission");
    static final StorageItem PENDING_VALIDATOR_EMISSION = bySubnet("PendingValidatorEmission");
    static final StorageItem PENDING_ROOT_ALPHA_DIVS = bySubnet("PendingRootAlphaDivs");
    static final StorageItem PENDING_OWNER_CUT = bySubnet("PendingOwnerCut");
    static final StorageItem MINER_BURNED = bySubnet("MinerBurned");
    static final StorageItem BLOCKS_SINCE_LAST_STEP = bySubnet("BlocksSinceLastStep");
    static final StorageItem LAST_MECHANSIM_STEP_BLOCK = bySubnet("LastMechansimStepBlock");
    static final StorageItem LAST_EPOCH_BLOCK = bySubnet("LastEpochBlock");
    static final StorageItem SUBNET_EPOCH_INDEX = bySubnet("SubnetEpochIndex");
    static final StorageItem ACTIVE = bySubnet("Active");
    static final StorageItem CONSENSUS = bySubnet("Consensus");
    static final StorageItem INCENTIVE = bySubnet("Incentive");
    static final StorageItem DIVIDENDS = bySubnet("Dividends");
    static final StorageItem EMISSION = bySubnet("Emission");
    static final StorageItem LAST_UPDATE = bySubnet("LastUpdate");
    static final StorageItem VALIDATOR_TRUST = bySubnet("ValidatorTrust");
    static final StorageItem VALIDATOR_PERMIT = bySubnet("ValidatorPermit");
    static final StorageItem STAKE_WEIGHT = bySubnet("StakeWeight");
    static final StorageItem ACTIVITY_CUTOFF_FACTOR_MILLI = bySubnet("ActivityCutoffFactorMilli");

    static final StorageItem OWNER = byAccount("Owner");
    static final StorageItem OWNED_HOTKEYS = byAccount("OwnedHotkeys");
    static final StorageItem STAKING_HOTKEYS = byAccount("StakingHotkeys");
    static final StorageItem DELEGATES = byAccount("Delegates");
    static final StorageItem IDENTITIES_V2 = byAccount("IdentitiesV2");
    static final StorageItem ROOT_CLAIMABLE = byAccount("RootClaimable");
    static final StorageItem ROOT_CLAIM_TYPE = byAccount("RootClaimType");

    static final StorageItem TOTAL_HOTKEY_ALPHA = byAccountAndSubnet("TotalHotkeyAlpha");
    static final StorageItem TOTAL_HOTKEY_ALPHA_LAST_EPOCH =
            byAccountAndSubnet("TotalHotkeyAlphaLastEpoch");
    static final StorageItem TOTAL_HOTKEY_SHARES = byAccountAndSubnet("TotalHotkeyShares");
    static final StorageItem TOTAL_HOTKEY_SHARES_V2 = byAccountAndSubnet("TotalHotkeySharesV2");
    static final StorageItem IS_NETWORK_MEMBER = byAccountAndSubnet("IsNetworkMember");
    static final StorageItem AUTO_STAKE_DESTINATION = byAccountAndSubnet("AutoStakeDestination");
    static final StorageItem AUTO_STAKE_DESTINATION_COLDKEYS =
            byAccountAndSubnet("AutoStakeDestinationColdkeys");

    static final StorageItem UIDS = bySubnetAndAccount("Uids");
    static final StorageItem ALPHA_DIVIDENDS_PER_SUBNET =
            bySubnetAndAccount("AlphaDividendsPerSubnet");
    static final StorageItem ROOT_ALPHA_DIVIDENDS_PER_SUBNET =
            bySubnetAndAccount("RootAlphaDividendsPerSubnet");

    static final StorageItem KEYS = subtensor("Keys", IDENTITY, IDENTITY);
    static final StorageItem WEIGHTS = subtensor("Weights", IDENTITY, IDENTITY);
    static final StorageItem BLOCK_AT_REGISTRATION =
            subtensor("BlockAtRegistration", IDENTITY, IDENTITY);
    static final StorageItem SUBNET_IDENTITIES_V3 =
            subtensor("SubnetIdentitiesV3", BLAKE2_128_CONCAT);
    static final StorageItem ROOT_CLAIMABLE_THRESHOLD =
            subtensor("RootClaimableThreshold", BLAKE2_128_CONCAT);
    static final StorageItem STAKING_COLDKEYS = subtensor("StakingColdkeys", IDENTITY);
    static final StorageItem STAKING_COLDKEYS_BY_INDEX =
            subtensor("StakingColdkeysByIndex", IDENTITY);
    static final StorageItem LAST_TX_BLOCK_DELEGATE_TAKE =
            subtensor("LastTxBlockDelegateTake", IDENTITY);
    static final StorageItem ALPHA =
            subtensor("Alpha", BLAKE2_128_CONCAT, BLAKE2_128_CONCAT, IDENTITY);
    static final StorageItem ALPHA_V2 =
            subtensor("AlphaV2", BLAKE2_128_CONCAT, BLAKE2_128_CONCAT, IDENTITY);
    static final StorageItem ROOT_CLAIMED =
            subtensor("RootClaimed", IDENTITY, BLAKE2_128_CONCAT, BLAKE2_128_CONCAT);
    static final StorageItem LAST_STAKE_BLOCK =
            subtensor("LastColdkeyHotkeyStakeBlock", TWOX_64_CONCAT, TWOX_64_CONCAT);

    /** The root network: TAO staked one to one. */
    static final int ROOT = 0;

    private Subtensor() {}

    /** Subnets that exist, root first. */
    static IntStream netuids(WorkingState state) {
        return IntStream.range(0, state.u16(TOTAL_NETWORKS.prefix(), 0))
                .filter(netuid -> state.bool(NETWORKS_ADDED.key(netuid), false));
    }
}
