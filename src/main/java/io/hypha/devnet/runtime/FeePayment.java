package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Who pays a fee in what: free TAO first; where that is short, calls that turn alpha into TAO pay
 * in the alpha they touch. Rule: {@code SubtensorTxFeeHandler} at spec 424.
 */
final class FeePayment {

    private record Position(Bytes hotkey, int netuid) {}

    private static final int PAID_WITH_ALPHA = 123;

    /** A fee that was taken. */
    sealed interface Paid {
        record InTao(long fee) implements Paid {}

        record InAlpha(long alpha, long tao, int netuid) implements Paid {}
    }

    private final WorkingState state;

    FeePayment(WorkingState state) {
        this.state = state;
    }

    boolean canPay(Bytes account, Call call, long fee) {
        if (Balances.spendableAlive(state, account) >= fee) {
            return true;
        }
        return position(account, call)
                .map(position -> stake(account, position) >= alphaFor(position.netuid(), fee))
                .orElse(false);
    }

    /** Takes the fee before the dispatch; empty where it cannot be paid any more. */
    Optional<Paid> take(Execution block, Bytes account, Call call, long fee) {
        if (new Balances(block).withdraw(account, fee)) {
            return Optional.of(new Paid.InTao(fee));
        }
        Optional<Position> position = position(account, call);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        int netuid = position.get().netuid();
        long alpha = alphaFor(netuid, fee);
        long stake = stake(account, position.get());
        long paid = alpha == 0 ? stake : Math.min(alpha, stake);
        try {
            long tao =
                    block.transactional(() ->
                            new Staking(block)
                                    .unstake(
                                            position.get().hotkey(),
                                            account,
                                            block.author(),
                                            netuid,
                                            paid,
                                            0,
                                            false));
            return Optional.of(new Paid.InAlpha(paid, tao, netuid));
        } catch (DispatchError.DispatchFailure e) {
            return Optional.empty();
        }
    }

    /**
     * Hands to the author what is due after the dispatch, and back to the payer what was taken too
     * much. A fee in alpha went to the author already and is final.
     *
     * @param due fee for the work that was done, with the tip; at most what was taken
     */
    static void settle(Execution block, Bytes account, Paid paid, long due) {
        switch (paid) {
            case Paid.InTao(long fee) -> {
                Balances balances = new Balances(block);
                if (fee > due) {
                    balances.deposit(account, fee - due);
                }
                if (due > 0) {
                    balances.deposit(block.author(), due);
                }
            }
            case Paid.InAlpha(long alpha, long tao, int netuid) ->
                    block.events()
                            .deposit(
                                    Staking.PALLET,
                                    PAID_WITH_ALPHA,
                                    out ->
                                            out.writeFixed(account)
                                                    .writeUint16(netuid)
                                                    .writeLong(alpha)
                                                    .writeLong(tao));
        }
    }

    /**
     * The one position that a call turns into TAO or moves; none where it touches several. Batches
     * and proxied calls pay in TAO whatever is in them.
     */
    private Optional<Position> position(Bytes account, Call call) {
        return call instanceof StakeCall stake ? position(account, stake) : Optional.empty();
    }

    private Optional<Position> position(Bytes account, StakeCall call) {
        return switch (call) {
            case StakeCall.RemoveStake remove -> at(remove.hotkey(), remove.netuid());
            case StakeCall.RemoveStakeLimit remove -> at(remove.hotkey(), remove.netuid());
            case StakeCall.RemoveStakeFullLimit remove -> at(remove.hotkey(), remove.netuid());
            case StakeCall.UnstakeAll all -> only(account, all.hotkey());
            case StakeCall.UnstakeAllAlpha all -> only(account, all.hotkey());
            case StakeCall.MoveStake move -> at(move.fromHotkey(), move.fromNetuid());
            case StakeCall.TransferStake transfer -> at(transfer.hotkey(), transfer.fromNetuid());
            case StakeCall.SwapStake swap -> at(swap.hotkey(), swap.fromNetuid());
            case StakeCall.SwapStakeLimit swap -> at(swap.hotkey(), swap.fromNetuid());
            case StakeCall.AddStake _,
                    StakeCall.AddStakeLimit _,
                    StakeCall.ClaimRoot _,
                    StakeCall.SetRootClaimType _,
                    StakeCall.SetAutoStake _ ->
                    Optional.empty();
        };
    }

    private static Optional<Position> at(Bytes hotkey, int netuid) {
        return Optional.of(new Position(hotkey, netuid));
    }

    /** The only position on a hotkey, root counted, if there is but one. */
    private Optional<Position> only(Bytes account, Bytes hotkey) {
        List<Position> positions =
                Subtensor.netuids(state)
                        .filter(netuid -> state.bool(Subtensor.SUBTOKEN_ENABLED.key(netuid), false))
                        .mapToObj(netuid -> new Position(hotkey, netuid))
                        .filter(position -> stake(account, position) != 0)
                        .toList();
        return positions.size() == 1 ? Optional.of(positions.getFirst()) : Optional.empty();
    }

    private long stake(Bytes account, Position position) {
        return Staking.stakeOf(state, position.hotkey(), account, position.netuid());
    }

    /** Alpha worth {@code tao} at the spot price. */
    private long alphaFor(int netuid, long tao) {
        return Fixed.f64(tao).dividedBy(Swap.price(state, netuid)).floor();
    }
}
