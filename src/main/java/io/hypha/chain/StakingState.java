package io.hypha.chain;

import java.util.List;
import java.util.Map;

/**
 * Everything that the chain's staking calls look at for one question, at one finalized block.
 * Whatever was not part of the question is not in the maps.
 */
public record StakingState(
        BlockRef block,
        Limits limits,
        Map<NetUid, Subnet> subnets,
        Map<Hotkey, Rule<Coldkey>> owners,
        Map<Coldkey, Account> accounts) {

    public StakingState {
        subnets = Map.copyOf(subnets);
        owners = Map.copyOf(owners);
        accounts = Map.copyOf(accounts);
    }

    /**
     * Limits of the whole chain.
     *
     * @param existentialDeposit rao; below it the chain removes an account
     * @param minimumStake rao of TAO that one operation moves at least
     * @param minimumReserve rao that a pool keeps at least of what it pays out
     * @param proxyDeposit rao held for the first proxy of an account; {@code proxyDepositFactor}
     *     for each
     * @param nominatorMinimum in millionths of {@code minimumStake}: a stake left with a validator
     *     of another account below it is sold by the chain
     * @param rootUnlockInterval blocks for which stake on root is held after the last stake or
     *     claim; 0 for not at all
     * @param safeModeUntil the block up to which most calls are refused
     */
    public record Limits(
            Rule<Long> existentialDeposit,
            Rule<Long> minimumStake,
            Rule<Long> minimumReserve,
            Rule<Long> nominatorMinimum,
            Rule<Long> rootUnlockInterval,
            Rule<Long> safeModeUntil,
            Rule<Long> proxyDeposit,
            Rule<Long> proxyDepositFactor,
            Rule<Long> mostProxies) {}

    /**
     * @param exists whether the chain has a subnet of that number
     * @param pool missing where it has none or prices by an unknown curve
     * @param subtokenEnabled whether stake may be added and moved
     * @param registered by validator of the question: its number on the subnet
     * @param transferAllowed whether stake may be given to another account
     * @param claimThreshold root dividends below it are not paid when they are claimed, rao of the
     *     subnet's alpha
     */
    public record Subnet(
            Rule<Boolean> exists,
            Reading<SubnetPool> pool,
            Rule<Boolean> subtokenEnabled,
            Rule<Boolean> transferAllowed,
            Rule<Rao> claimThreshold,
            Map<Hotkey, Rule<Long>> registered) {

        public Subnet {
            registered = Map.copyOf(registered);
        }
    }

    /**
     * @param swapAnnounced the block from which an announced change of the coldkey may happen
     * @param swapDisputed the block at which such a change was disputed
     * @param locked alpha locked by conviction on a subnet as it was when the lock was last
     *     touched: locks decay, so it is the most that is locked; a subnet without lock is not in
     *     it
     * @param proxies who may act for this account
     * @param autoStake by subnet of the question: the validator to whom mining income is staked
     * @param lastStakeBlock by validator of the question: the block of the last stake or unstake
     */
    public record Account(
            AccountView view,
            Rule<Long> swapAnnounced,
            Rule<Long> swapDisputed,
            Rule<Map<NetUid, Alpha>> locked,
            Rule<List<Proxy>> proxies,
            Rule<ClaimType> claimType,
            Map<NetUid, Rule<Hotkey>> autoStake,
            Map<Hotkey, Rule<Long>> lastStakeBlock) {

        public Account {
            autoStake = Map.copyOf(autoStake);
            lastStakeBlock = Map.copyOf(lastStakeBlock);
        }
    }

    /**
     * What becomes of root dividends.
     *
     * @param variant as the runtime names it: {@code Swap} to TAO, {@code Keep} as alpha, {@code
     *     KeepSubnets} as alpha for those
     * @param subnets that the variant names
     */
    public record ClaimType(String variant, List<NetUid> subnets) {}

    /**
     * Somebody who may act for an account.
     *
     * @param type as the runtime names it, such as {@code Staking}
     * @param delay blocks between announcement and act; 0 for at once
     */
    public record Proxy(Coldkey delegate, String type, long delay) {}
}
