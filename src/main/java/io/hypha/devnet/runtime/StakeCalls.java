package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stake calls of pallet 7. Rule: {@code macros/dispatches.rs}, {@code staking/add_stake.rs} and
 * {@code remove_stake.rs} of Subtensor at spec 424.
 */
final class StakeCalls {

    private static final int AUTO_STAKE_DESTINATION_SET = 112;

    private final Execution block;
    private final WorkingState state;
    private final Staking staking;
    private final StakeChecks checks;
    private final StakeLimits limits;

    StakeCalls(Execution block) {
        this.block = block;
        this.state = block.state();
        this.staking = new Staking(block);
        this.checks = new StakeChecks(state);
        this.limits = new StakeLimits(state);
    }

    /** Runs a call of a coldkey; answers the weight that it used. */
    Fees.Weight run(Bytes coldkey, StakeCall call) {
        switch (call) {
            case StakeCall.AddStake add -> addStake(coldkey, add);
            case StakeCall.AddStakeLimit add -> addStakeLimit(coldkey, add);
            case StakeCall.RemoveStake(Bytes hotkey, int netuid, long alpha) ->
                    removeStake(coldkey, hotkey, netuid, alpha);
            case StakeCall.RemoveStakeLimit remove -> removeStakeLimit(coldkey, remove);
            case StakeCall.RemoveStakeFullLimit remove -> removeFullStake(coldkey, remove);
            case StakeCall.UnstakeAll(Bytes hotkey) -> unstakeAll(coldkey, hotkey);
            case StakeCall.UnstakeAllAlpha(Bytes hotkey) -> unstakeAllAlpha(coldkey, hotkey);
            case StakeCall.MoveStake move -> new StakeTransitions(block).move(coldkey, move);
            case StakeCall.TransferStake transfer ->
                    new StakeTransitions(block).transfer(coldkey, transfer);
            case StakeCall.SwapStake swap -> new StakeTransitions(block).swap(coldkey, swap);
            case StakeCall.SwapStakeLimit swap ->
                    new StakeTransitions(block).swapLimit(coldkey, swap);
            case StakeCall.ClaimRoot claim -> {
                return new RootClaiming(block).claim(coldkey, claim.subnets());
            }
            case StakeCall.SetRootClaimType(RootClaimType type) ->
                    new RootClaiming(block).setType(coldkey, type);
            case StakeCall.SetAutoStake(int netuid, Bytes hotkey) ->
                    setAutoStake(coldkey, netuid, hotkey);
        }
        return Fees.weightOf(call);
    }

    private void addStake(Bytes coldkey, StakeCall.AddStake add) {
        checks.requireInput(add.netuid(), add.tao(), Subtensor.SUBNET_TAO);
        checks.requireAdd(coldkey, add.hotkey(), add.netuid(), add.tao(), add.tao(), false);
        staking.stake(add.hotkey(), coldkey, add.netuid(), add.tao(), Swap.MAX_PRICE, true);
    }

    private void addStakeLimit(Bytes coldkey, StakeCall.AddStakeLimit add) {
        checks.requireInput(add.netuid(), add.tao(), Subtensor.SUBNET_TAO);
        long most = limits.mostToAdd(add.netuid(), add.limit());
        checks.requireAdd(coldkey, add.hotkey(), add.netuid(), add.tao(), most, add.partial());
        staking.becomeDelegate(add.hotkey(), coldkey);
        long tao = StakeChecks.least(add.tao(), most);
        staking.stake(add.hotkey(), coldkey, add.netuid(), tao, add.limit(), true);
    }

    /** What the fee in alpha has taken meanwhile is no mistake: the rest is removed. */
    private void removeStake(Bytes coldkey, Bytes hotkey, int netuid, long alpha) {
        checks.requireEnabled(netuid);
        long held = Staking.stakeOf(state, hotkey, coldkey, netuid);
        long removed = StakeChecks.least(alpha, held);
        checks.requireInput(netuid, removed, Subtensor.SUBNET_ALPHA_IN);
        checks.requireRemove(coldkey, hotkey, netuid, removed, removed, false);
        staking.unstake(hotkey, coldkey, coldkey, netuid, removed, Swap.MIN_PRICE, true);
        staking.clearSmallNomination(hotkey, coldkey, netuid);
    }

    private void removeStakeLimit(Bytes coldkey, StakeCall.RemoveStakeLimit remove) {
        int netuid = remove.netuid();
        checks.requireInput(netuid, remove.alpha(), Subtensor.SUBNET_ALPHA_IN);
        long most = limits.mostToRemove(netuid, remove.limit());
        checks.requireRemove(
                coldkey, remove.hotkey(), netuid, remove.alpha(), most, remove.partial());
        long alpha = StakeChecks.least(remove.alpha(), most);
        staking.unstake(remove.hotkey(), coldkey, coldkey, netuid, alpha, remove.limit(), true);
        staking.clearSmallNomination(remove.hotkey(), coldkey, netuid);
    }

    private void removeFullStake(Bytes coldkey, StakeCall.RemoveStakeFullLimit remove) {
        long held = Staking.stakeOf(state, remove.hotkey(), coldkey, remove.netuid());
        if (remove.limit().isPresent()) {
            removeStakeLimit(
                    coldkey,
                    new StakeCall.RemoveStakeLimit(
                            remove.hotkey(), remove.netuid(), held, remove.limit().get(), false));
        } else {
            removeStake(coldkey, remove.hotkey(), remove.netuid(), held);
        }
    }

    private void unstakeAll(Bytes coldkey, Bytes hotkey) {
        checks.requireOwner(hotkey);
        for (int netuid : Subtensor.netuids(state).toArray()) {
            unstakeWhole(coldkey, hotkey, netuid);
        }
    }

    /**
     * Also where nothing was unstaked, a stake on root is tried, which then fails for want of an
     * amount.
     */
    private void unstakeAllAlpha(Bytes coldkey, Bytes hotkey) {
        checks.requireOwner(hotkey);
        long tao = 0;
        for (int netuid : Subtensor.netuids(state).toArray()) {
            if (netuid != Subtensor.ROOT) {
                tao = Math.addExact(tao, unstakeWhole(coldkey, hotkey, netuid));
            }
        }
        staking.stake(hotkey, coldkey, Subtensor.ROOT, tao, Swap.MAX_PRICE, true);
    }

    /** Passes over a position that could not be unstaked by itself. */
    private long unstakeWhole(Bytes coldkey, Bytes hotkey, int netuid) {
        long alpha = Staking.stakeOf(state, hotkey, coldkey, netuid);
        if (!checks.isEnabled(netuid) || !checks.isRemovable(coldkey, hotkey, netuid, alpha)) {
            return 0;
        }
        long tao = staking.unstake(hotkey, coldkey, coldkey, netuid, alpha, Swap.MIN_PRICE, true);
        staking.clearSmallNomination(hotkey, coldkey, netuid);
        return tao;
    }

    private void setAutoStake(Bytes coldkey, int netuid, Bytes hotkey) {
        SubtensorError.SUBNET_NOT_EXISTS.unless(checks.exists(netuid));
        SubtensorError.HOT_KEY_NOT_REGISTERED_IN_SUB_NET.unless(
                state.contains(Subtensor.UIDS.key(netuid, hotkey)));
        Bytes key = Subtensor.AUTO_STAKE_DESTINATION.key(coldkey, netuid);
        Optional<Bytes> before = state.get(key);
        if (before.isPresent()) {
            SubtensorError.SAME_AUTO_STAKE_HOTKEY_ALREADY_SET.unless(!before.get().equals(hotkey));
            listDestination(before.get(), netuid, coldkey, false);
        }
        state.put(key, hotkey);
        listDestination(hotkey, netuid, coldkey, true);
        block.events()
                .deposit(
                        Staking.PALLET,
                        AUTO_STAKE_DESTINATION_SET,
                        out -> out.writeFixed(coldkey).writeUint16(netuid).writeFixed(hotkey));
    }

    private void listDestination(Bytes hotkey, int netuid, Bytes coldkey, boolean listed) {
        Bytes key = Subtensor.AUTO_STAKE_DESTINATION_COLDKEYS.key(hotkey, netuid);
        List<Bytes> coldkeys = new ArrayList<>(Staking.accounts(state, key));
        coldkeys.removeIf(coldkey::equals);
        if (listed) {
            coldkeys.add(coldkey);
        }
        state.put(key, Staking.encodeAccounts(coldkeys));
    }
}
