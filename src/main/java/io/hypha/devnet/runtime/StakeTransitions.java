package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/**
 * Stake that changes hotkey, subnet or owner. Within a subnet shares change hands and no pool is
 * touched; across subnets it is sold and bought, with the pool's fee taken once: at the origin, or
 * at the destination where the origin is root. Rule: {@code staking/move_stake.rs} of Subtensor at
 * spec 424.
 */
final class StakeTransitions {

    private static final int STAKE_MOVED = 4;
    private static final int STAKE_TRANSFERRED = 91;
    private static final int STAKE_SWAPPED = 92;

    private final Execution block;
    private final WorkingState state;
    private final Staking staking;
    private final StakeChecks checks;

    StakeTransitions(Execution block) {
        this.block = block;
        this.state = block.state();
        this.staking = new Staking(block);
        this.checks = new StakeChecks(state);
    }

    /**
     * A limit on what an alpha of the origin brings at the destination.
     *
     * @param partial whether less may be moved rather than nothing
     */
    private record Limit(long ratio, boolean partial) {}

    void move(Bytes coldkey, StakeCall.MoveStake call) {
        StakePlace from = new StakePlace(coldkey, call.fromHotkey(), call.fromNetuid());
        StakePlace to = new StakePlace(coldkey, call.toHotkey(), call.toNetuid());
        long tao = transition(from, to, call.alpha(), Optional.empty(), false);
        block.events()
                .deposit(
                        Staking.PALLET,
                        STAKE_MOVED,
                        out ->
                                out.writeFixed(coldkey)
                                        .writeFixed(from.hotkey())
                                        .writeUint16(from.netuid())
                                        .writeFixed(to.hotkey())
                                        .writeUint16(to.netuid())
                                        .writeLong(tao));
    }

    void transfer(Bytes coldkey, StakeCall.TransferStake call) {
        StakePlace from = new StakePlace(coldkey, call.hotkey(), call.fromNetuid());
        StakePlace to = new StakePlace(call.toColdkey(), call.hotkey(), call.toNetuid());
        long tao = transition(from, to, call.alpha(), Optional.empty(), true);
        block.events()
                .deposit(
                        Staking.PALLET,
                        STAKE_TRANSFERRED,
                        out ->
                                out.writeFixed(coldkey)
                                        .writeFixed(to.coldkey())
                                        .writeFixed(call.hotkey())
                                        .writeUint16(from.netuid())
                                        .writeUint16(to.netuid())
                                        .writeLong(tao));
    }

    void swap(Bytes coldkey, StakeCall.SwapStake call) {
        swap(
                new StakePlace(coldkey, call.hotkey(), call.fromNetuid()),
                new StakePlace(coldkey, call.hotkey(), call.toNetuid()),
                call.alpha(),
                Optional.empty());
    }

    /** The limit caps the amount; within that, both legs run at the market. */
    void swapLimit(Bytes coldkey, StakeCall.SwapStakeLimit call) {
        swap(
                new StakePlace(coldkey, call.hotkey(), call.fromNetuid()),
                new StakePlace(coldkey, call.hotkey(), call.toNetuid()),
                call.alpha(),
                Optional.of(new Limit(call.limit(), call.partial())));
    }

    private void swap(StakePlace from, StakePlace to, long alpha, Optional<Limit> limit) {
        long tao = transition(from, to, alpha, limit, false);
        block.events()
                .deposit(
                        Staking.PALLET,
                        STAKE_SWAPPED,
                        out ->
                                out.writeFixed(from.coldkey())
                                        .writeFixed(from.hotkey())
                                        .writeUint16(from.netuid())
                                        .writeUint16(to.netuid())
                                        .writeLong(tao));
    }

    /** Answers the TAO that it came to: received on the way, or its worth at the spot price. */
    private long transition(
            StakePlace from, StakePlace to, long asked, Optional<Limit> limit, boolean toggled) {
        long held = Staking.stakeOf(state, from.hotkey(), from.coldkey(), from.netuid());
        long alpha = StakeChecks.least(asked, held);
        boolean across = from.netuid() != to.netuid();
        long most =
                across && limit.isPresent()
                        ? new StakeLimits(state)
                                .mostToMove(from.netuid(), to.netuid(), limit.get().ratio())
                        : alpha;
        checks.requireTransition(from, to, alpha, most, limit.map(Limit::partial), toggled);
        long moved = StakeChecks.least(alpha, most);
        return across ? across(from, to, moved) : staking.moveWithin(from, to, moved);
    }

    /** Too little TAO for a stake stays free, with whom it was meant for. */
    private long across(StakePlace from, StakePlace to, long alpha) {
        boolean feeAtOrigin = from.netuid() != Subtensor.ROOT;
        long tao =
                staking.unstake(
                        from.hotkey(),
                        from.coldkey(),
                        from.coldkey(),
                        from.netuid(),
                        alpha,
                        Swap.MIN_PRICE,
                        feeAtOrigin);
        if (!from.coldkey().equals(to.coldkey())) {
            new Balances(block).transfer(from.coldkey(), to.coldkey(), tao, false);
        }
        if (tao >= StakeChecks.MIN_STAKE) {
            staking.becomeDelegate(to.hotkey(), to.coldkey());
            staking.stake(
                    to.hotkey(), to.coldkey(), to.netuid(), tao, Swap.MAX_PRICE, !feeAtOrigin);
        }
        return tao;
    }
}
