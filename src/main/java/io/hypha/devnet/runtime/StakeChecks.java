package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/**
 * What a stake call demands before it does anything, in the main network's order, so that the same
 * mistake gives the same error. Rule: {@code validate_add_stake}, {@code validate_remove_stake} and
 * {@code validate_stake_transition} of Subtensor at spec 424. Locks of stake are left out: no call
 * of this chain makes any.
 */
final class StakeChecks {

    /** 0.002 TAO. */
    static final long MIN_STAKE = 2_000_000;

    private final WorkingState state;

    StakeChecks(WorkingState state) {
        this.state = state;
    }

    void requireAdd(Bytes coldkey, Bytes hotkey, int netuid, long tao, long most, boolean partial) {
        SubtensorError.SUBNET_NOT_EXISTS.unless(exists(netuid));
        requireEnabled(netuid);
        SubtensorError.AMOUNT_TOO_LOW.unless(
                isAtLeast(tao, MIN_STAKE + Swap.feeOf(state, netuid, MIN_STAKE)));
        if (!partial) {
            SubtensorError.SLIPPAGE_TOO_HIGH.unless(isAtLeast(most, tao));
        }
        long executed = partial ? least(tao, most) : tao;
        SubtensorError.NOT_ENOUGH_BALANCE_TO_STAKE.unless(
                isAtLeast(Balances.free(state, coldkey), executed));
        requireOwner(hotkey);
        Swap.Outcome outcome = simulated(netuid, Swap.Side.BUY, executed);
        SubtensorError.AMOUNT_TOO_LOW.unless(outcome.paidIn() >= MIN_STAKE);
        SubtensorError.INSUFFICIENT_LIQUIDITY.unless(outcome.paidOut() > 0);
        SubtensorError.INSUFFICIENT_LIQUIDITY.unless(
                new SharePool(state, hotkey, netuid).isPreciseEnoughFor(outcome.paidOut()));
    }

    void requireRemove(
            Bytes coldkey, Bytes hotkey, int netuid, long alpha, long most, boolean partial) {
        SubtensorError.SUBNET_NOT_EXISTS.unless(exists(netuid));
        SubtensorError.AMOUNT_TOO_LOW.unless(alpha != 0);
        long stake = Staking.stakeOf(state, hotkey, coldkey, netuid);
        SubtensorError.NOT_ENOUGH_STAKE_TO_WITHDRAW.unless(isAtLeast(stake, alpha));
        Swap.Outcome outcome = simulated(netuid, Swap.Side.SELL, alpha);
        SubtensorError.AMOUNT_TOO_LOW.unless(alpha == stake || outcome.paidOut() >= MIN_STAKE);
        if (!partial) {
            SubtensorError.SLIPPAGE_TOO_HIGH.unless(isAtLeast(most, alpha));
        }
        requireOwner(hotkey);
    }

    /**
     * Whether {@code unstake_all} takes this position along: it passes over what could not be
     * unstaked by itself.
     */
    boolean isRemovable(Bytes coldkey, Bytes hotkey, int netuid, long alpha) {
        try {
            requireRemove(coldkey, hotkey, netuid, alpha, alpha, false);
            return true;
        } catch (DispatchError.DispatchFailure e) {
            return false;
        }
    }

    /**
     * @param most the largest amount that the limit allows
     * @param partial whether less than the amount may be moved; empty where there is no limit
     * @param toggled whether {@code TransferToggle} has a say
     */
    void requireTransition(
            StakePlace from,
            StakePlace to,
            long alpha,
            long most,
            Optional<Boolean> partial,
            boolean toggled) {
        boolean across = from.netuid() != to.netuid();
        SubtensorError.SAME_NETUID.unless(
                across
                        || !from.coldkey().equals(to.coldkey())
                        || !from.hotkey().equals(to.hotkey()));
        SubtensorError.SUBNET_NOT_EXISTS.unless(exists(from.netuid()) && exists(to.netuid()));
        requireEnabled(from.netuid());
        requireEnabled(to.netuid());
        requireOwner(from.hotkey());
        requireOwner(to.hotkey());
        if (across) {
            long tao = simulated(from.netuid(), Swap.Side.SELL, alpha).paidOut();
            SubtensorError.AMOUNT_TOO_LOW.unless(tao > MIN_STAKE);
            if (partial.isPresent() && !partial.get()) {
                SubtensorError.SLIPPAGE_TOO_HIGH.unless(isAtLeast(most, alpha));
            }
        }
        if (toggled) {
            SubtensorError.TRANSFER_DISALLOWED.unless(
                    allowsTransfers(from.netuid()) && allowsTransfers(to.netuid()));
        }
    }

    /** An order larger than a thousand times the reserve it goes into is not even simulated. */
    void requireInput(int netuid, long amount, StorageItem reserve) {
        if (Swap.isDynamic(state, netuid)) {
            SubtensorError.INSUFFICIENT_LIQUIDITY.unless(
                    isAtLeast(Swap.mostIn(state.u64(reserve.key(netuid))), amount));
        }
    }

    void requireEnabled(int netuid) {
        SubtensorError.SUBTOKEN_DISABLED.unless(isEnabled(netuid));
    }

    /** A hotkey exists where it has an owner. */
    void requireOwner(Bytes hotkey) {
        SubtensorError.HOT_KEY_ACCOUNT_NOT_EXISTS.unless(
                state.contains(Subtensor.OWNER.key(hotkey)));
    }

    boolean exists(int netuid) {
        return state.bool(Subtensor.NETWORKS_ADDED.key(netuid), false);
    }

    boolean isEnabled(int netuid) {
        return state.bool(Subtensor.SUBTOKEN_ENABLED.key(netuid), false);
    }

    private boolean allowsTransfers(int netuid) {
        return state.bool(Subtensor.TRANSFER_TOGGLE.key(netuid), true);
    }

    private Swap.Outcome simulated(int netuid, Swap.Side side, long amount) {
        try {
            return Swap.simulated(state, netuid, side, amount);
        } catch (DispatchError.DispatchFailure e) {
            throw SubtensorError.INSUFFICIENT_LIQUIDITY.failure();
        }
    }

    /** Amounts of a call are u64: above 2^63 they come as negative numbers. */
    static boolean isAtLeast(long value, long least) {
        return Long.compareUnsigned(value, least) >= 0;
    }

    static long least(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }
}
