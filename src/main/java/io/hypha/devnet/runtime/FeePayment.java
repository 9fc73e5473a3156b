package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
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
        return position(call)
                .map(position -> stake(account, position) >= alphaFor(position.netuid(), fee))
                .orElse(false);
    }

    /** Takes the fee before the dispatch; empty where it cannot be paid any more. */
    Optional<Paid> take(Execution block, Bytes account, Call call, long fee) {
        if (new Balances(block).withdraw(account, fee)) {
            return Optional.of(new Paid.InTao(fee));
        }
        Optional<Position> position = position(call);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        int netuid = position.get().netuid();
        long alpha = alphaFor(netuid, fee);
        long stake = stake(account, position.get());
        long paid = alpha == 0 ? stake : Math.min(alpha, stake);
        long[] tao = new long[1];
        try {
            block.transactional(() ->
                    tao[0] =
                            new Staking(block)
                                    .unstake(
                                            position.get().hotkey(),
                                            account,
                                            block.author(),
                                            netuid,
                                            paid,
                                            0,
                                            false));
        } catch (DispatchError.DispatchFailure e) {
            return Optional.empty();
        }
        return Optional.of(new Paid.InAlpha(paid, tao[0], netuid));
    }

    /** Hands the fee to the author, after the dispatch. A fee in alpha already went there. */
    static void settle(Execution block, Bytes account, Paid paid) {
        switch (paid) {
            case Paid.InTao(long fee) -> new Balances(block).deposit(block.author(), fee);
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
     * Gives the fee back, after a call that turned out to be free; the tip is the author's all the
     * same.
     */
    static void giveBack(Execution block, Bytes account, long fee, long tip) {
        Balances balances = new Balances(block);
        balances.deposit(account, fee);
        if (tip > 0) {
            balances.deposit(block.author(), tip);
        }
    }

    private static Optional<Position> position(Call call) {
        return switch (call) {
            case Call.RemoveStake remove ->
                    Optional.of(new Position(remove.hotkey(), remove.netuid()));
            case Call.RemoveStakeLimit remove ->
                    Optional.of(new Position(remove.hotkey(), remove.netuid()));
            case Call.MoveStake move ->
                    Optional.of(new Position(move.fromHotkey(), move.fromNetuid()));
            case Call.Remark _,
                    Call.SetTimestamp _,
                    Call.Transfer _,
                    Call.TransferAll _,
                    Call.AddStake _,
                    Call.AddStakeLimit _,
                    Call.BatchAll _,
                    Call.Sudo _,
                    Call.ScheduleGrandpaChange _ ->
                    Optional.empty();
        };
    }

    private long stake(Bytes account, Position position) {
        return Staking.stakeOf(state, position.hotkey(), account, position.netuid());
    }

    /** Alpha worth {@code tao} at the spot price. */
    private long alphaFor(int netuid, long tao) {
        return Fixed.f64(tao).dividedBy(Swap.price(state, netuid)).floor();
    }
}
