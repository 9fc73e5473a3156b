package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;

/**
 * The stake calls of pallet 7 with their checks, in the main network's order, so that the same
 * mistake gives the same error. Rule: {@code staking/add_stake.rs}, {@code remove_stake.rs}, {@code
 * move_stake.rs} at spec 424.
 */
final class StakeCalls {

    /** 0.002 TAO. */
    static final long MIN_STAKE = 2_000_000;

    private static final int DELEGATE_ADDED = 30;
    private static final int STAKE_MOVED = 4;
    private static final int DEFAULT_TAKE = 11_796;
    private static final long PAR = 1_000_000_000;

    private final Execution block;
    private final WorkingState state;
    private final Staking staking;

    StakeCalls(Execution block) {
        this.block = block;
        this.state = block.state();
        this.staking = new Staking(block);
    }

    void addStake(Bytes coldkey, Bytes hotkey, int netuid, long tao) {
        requireInput(netuid, tao, Subtensor.SUBNET_TAO);
        validateAdd(coldkey, hotkey, netuid, tao, tao, false);
        staking.stake(hotkey, coldkey, netuid, tao, Swap.MAX_PRICE, true);
    }

    void addStakeLimit(
            Bytes coldkey, Bytes hotkey, int netuid, long tao, long limit, boolean partial) {
        requireInput(netuid, tao, Subtensor.SUBNET_TAO);
        long most = mostToAdd(netuid, limit);
        validateAdd(coldkey, hotkey, netuid, tao, most, partial);
        becomeDelegate(hotkey, coldkey);
        staking.stake(hotkey, coldkey, netuid, min(tao, most), limit, true);
    }

    void removeStake(Bytes coldkey, Bytes hotkey, int netuid, long alpha) {
        SubtensorError.SUBTOKEN_DISABLED.unless(isEnabled(netuid));
        long available = min(alpha, Staking.stakeOf(state, hotkey, coldkey, netuid));
        requireInput(netuid, available, Subtensor.SUBNET_ALPHA_IN);
        validateRemove(coldkey, hotkey, netuid, available, available, false);
        staking.unstake(hotkey, coldkey, coldkey, netuid, available, Swap.MIN_PRICE, true);
    }

    void removeStakeLimit(
            Bytes coldkey, Bytes hotkey, int netuid, long alpha, long limit, boolean partial) {
        requireInput(netuid, alpha, Subtensor.SUBNET_ALPHA_IN);
        long most = mostToRemove(netuid, limit);
        validateRemove(coldkey, hotkey, netuid, alpha, most, partial);
        staking.unstake(hotkey, coldkey, coldkey, netuid, min(alpha, most), limit, true);
    }

    void moveStake(
            Bytes coldkey,
            Bytes fromHotkey,
            Bytes toHotkey,
            int fromNetuid,
            int toNetuid,
            long alpha) {
        long amount = min(alpha, Staking.stakeOf(state, fromHotkey, coldkey, fromNetuid));
        validateMove(fromHotkey, toHotkey, fromNetuid, toNetuid, amount);
        long tao =
                fromNetuid == toNetuid
                        ? staking.moveWithin(coldkey, fromHotkey, toHotkey, fromNetuid, amount)
                        : moveAcross(coldkey, fromHotkey, toHotkey, fromNetuid, toNetuid, amount);
        block.events()
                .deposit(
                        Staking.PALLET,
                        STAKE_MOVED,
                        out ->
                                out.writeFixed(coldkey)
                                        .writeFixed(fromHotkey)
                                        .writeUint16(fromNetuid)
                                        .writeFixed(toHotkey)
                                        .writeUint16(toNetuid)
                                        .writeLong(tao));
    }

    /**
     * Sells and buys; the fee is taken once, on the leg that is not root. Too little TAO stays
     * free.
     */
    private long moveAcross(
            Bytes coldkey,
            Bytes fromHotkey,
            Bytes toHotkey,
            int fromNetuid,
            int toNetuid,
            long alpha) {
        boolean feeAtOrigin = fromNetuid != Subtensor.ROOT;
        long tao =
                staking.unstake(
                        fromHotkey,
                        coldkey,
                        coldkey,
                        fromNetuid,
                        alpha,
                        Swap.MIN_PRICE,
                        feeAtOrigin);
        if (tao >= MIN_STAKE) {
            becomeDelegate(toHotkey, coldkey);
            staking.stake(toHotkey, coldkey, toNetuid, tao, Swap.MAX_PRICE, !feeAtOrigin);
        }
        return tao;
    }

    private void validateAdd(
            Bytes coldkey, Bytes hotkey, int netuid, long tao, long most, boolean partial) {
        SubtensorError.SUBNET_NOT_EXISTS.unless(exists(netuid));
        SubtensorError.SUBTOKEN_DISABLED.unless(isEnabled(netuid));
        SubtensorError.AMOUNT_TOO_LOW.unless(
                unsignedAtLeast(tao, MIN_STAKE + Swap.feeOf(state, netuid, MIN_STAKE)));
        if (!partial) {
            SubtensorError.SLIPPAGE_TOO_HIGH.unless(unsignedAtLeast(most, tao));
        }
        long executed = partial ? min(tao, most) : tao;
        SubtensorError.NOT_ENOUGH_BALANCE_TO_STAKE.unless(
                unsignedAtLeast(Balances.free(state, coldkey), executed));
        SubtensorError.HOT_KEY_ACCOUNT_NOT_EXISTS.unless(hasOwner(hotkey));
        Swap.Outcome outcome = simulated(netuid, Swap.Side.BUY, executed);
        SubtensorError.AMOUNT_TOO_LOW.unless(outcome.paidIn() >= MIN_STAKE);
        SubtensorError.INSUFFICIENT_LIQUIDITY.unless(outcome.paidOut() > 0);
        SubtensorError.INSUFFICIENT_LIQUIDITY.unless(
                new SharePool(state, hotkey, netuid).isPreciseEnoughFor(outcome.paidOut()));
    }

    private void validateRemove(
            Bytes coldkey, Bytes hotkey, int netuid, long alpha, long most, boolean partial) {
        SubtensorError.SUBNET_NOT_EXISTS.unless(exists(netuid));
        SubtensorError.AMOUNT_TOO_LOW.unless(alpha != 0);
        long stake = Staking.stakeOf(state, hotkey, coldkey, netuid);
        SubtensorError.NOT_ENOUGH_STAKE_TO_WITHDRAW.unless(unsignedAtLeast(stake, alpha));
        Swap.Outcome outcome = simulated(netuid, Swap.Side.SELL, alpha);
        SubtensorError.AMOUNT_TOO_LOW.unless(alpha == stake || outcome.paidOut() >= MIN_STAKE);
        if (!partial) {
            SubtensorError.SLIPPAGE_TOO_HIGH.unless(unsignedAtLeast(most, alpha));
        }
        SubtensorError.HOT_KEY_ACCOUNT_NOT_EXISTS.unless(hasOwner(hotkey));
    }

    private void validateMove(
            Bytes fromHotkey, Bytes toHotkey, int fromNetuid, int toNetuid, long alpha) {
        SubtensorError.SAME_NETUID.unless(!fromHotkey.equals(toHotkey) || fromNetuid != toNetuid);
        SubtensorError.SUBNET_NOT_EXISTS.unless(exists(fromNetuid) && exists(toNetuid));
        SubtensorError.SUBTOKEN_DISABLED.unless(isEnabled(fromNetuid) && isEnabled(toNetuid));
        SubtensorError.HOT_KEY_ACCOUNT_NOT_EXISTS.unless(
                hasOwner(fromHotkey) && hasOwner(toHotkey));
        if (fromNetuid != toNetuid) {
            SubtensorError.AMOUNT_TOO_LOW.unless(
                    simulated(fromNetuid, Swap.Side.SELL, alpha).paidOut() > MIN_STAKE);
        }
    }

    private Swap.Outcome simulated(int netuid, Swap.Side side, long amount) {
        try {
            return Swap.simulated(state, netuid, side, amount);
        } catch (DispatchError.DispatchFailure e) {
            throw SubtensorError.INSUFFICIENT_LIQUIDITY.failure();
        }
    }

    /**
     * The largest amount of TAO, fee included, that a limit allows; all ones where it does not
     * bind.
     */
    private long mostToAdd(int netuid, long limit) {
        if (!Swap.isDynamic(state, netuid)) {
            return unsignedAtLeast(limit, PAR) ? -1 : 0;
        }
        long input = Swap.mostIn(state.u64(Subtensor.SUBNET_TAO.key(netuid)));
        Swap.Outcome most = Swap.swapped(state, netuid, Swap.Side.BUY, input, limit, true);
        return most.paidIn() + most.fee();
    }

    private long mostToRemove(int netuid, long limit) {
        if (!Swap.isDynamic(state, netuid)) {
            return unsignedAtLeast(PAR, limit) ? -1 : 0;
        }
        long input = Swap.mostIn(state.u64(Subtensor.SUBNET_ALPHA_IN.key(netuid)));
        Swap.Outcome most = Swap.swapped(state, netuid, Swap.Side.SELL, input, limit, true);
        return most.paidIn() + most.fee();
    }

    private void requireInput(int netuid, long amount, StorageItem reserve) {
        if (Swap.isDynamic(state, netuid)) {
            SubtensorError.INSUFFICIENT_LIQUIDITY.unless(
                    unsignedAtLeast(Swap.mostIn(state.u64(reserve.key(netuid))), amount));
        }
    }

    private void becomeDelegate(Bytes hotkey, Bytes staker) {
        Bytes owner = state.get(Subtensor.OWNER.key(hotkey)).orElse(Bytes.EMPTY);
        Bytes key = Subtensor.DELEGATES.key(hotkey);
        if (!owner.equals(staker) && !state.contains(key)) {
            state.putU16(key, DEFAULT_TAKE);
            block.events()
                    .deposit(
                            Staking.PALLET,
                            DELEGATE_ADDED,
                            out ->
                                    out.writeFixed(owner)
                                            .writeFixed(hotkey)
                                            .writeUint16(DEFAULT_TAKE));
        }
    }

    private boolean exists(int netuid) {
        return state.bool(Subtensor.NETWORKS_ADDED.key(netuid), false);
    }

    private boolean isEnabled(int netuid) {
        return state.bool(Subtensor.SUBTOKEN_ENABLED.key(netuid), false);
    }

    private boolean hasOwner(Bytes hotkey) {
        return state.contains(Subtensor.OWNER.key(hotkey));
    }

    /** Amounts of a call are u64: above 2^63 they come as negative numbers. */
    private static boolean unsignedAtLeast(long value, long least) {
        return Long.compareUnsigned(value, least) >= 0;
    }

    private static long min(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }
}
