package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;

/** Runs a call for its signer. A failure comes out as a {@link DispatchError.DispatchFailure}. */
final class Dispatcher {

    private static final int UTILITY = 11;
    private static final int BATCH_COMPLETED = 1;
    private static final int ITEM_COMPLETED = 3;
    private static final int TOO_MANY_CALLS = 0;
    private static final int MAX_BATCHED_CALLS = 10_922;

    private final Execution block;

    Dispatcher(Execution block) {
        this.block = block;
    }

    void dispatch(Bytes signer, Call call) {
        block.transactional(() -> run(signer, call));
    }

    private void run(Bytes signer, Call call) {
        StakeCalls stake = new StakeCalls(block);
        switch (call) {
            case Call.Remark() -> {}
            case Call.SetTimestamp _ -> throw new DispatchError.BadOrigin().failure();
            case Call.Transfer(Call.Destination to, long amount, boolean keepAlive) ->
                    transfer(signer, to, amount, keepAlive);
            case Call.TransferAll(Call.Destination to, boolean keepAlive) -> {
                long free =
                        keepAlive
                                ? Balances.spendableAlive(block.state(), signer)
                                : Balances.free(block.state(), signer);
                transfer(signer, to, free, keepAlive);
            }
            case Call.AddStake(Bytes hotkey, int netuid, long tao) ->
                    stake.addStake(signer, hotkey, netuid, tao);
            case Call.RemoveStake(Bytes hotkey, int netuid, long alpha) ->
                    stake.removeStake(signer, hotkey, netuid, alpha);
            case Call.AddStakeLimit(
                            Bytes hotkey,
                            int netuid,
                            long tao,
                            long limit,
                            boolean partial) ->
                    stake.addStakeLimit(signer, hotkey, netuid, tao, limit, partial);
            case Call.RemoveStakeLimit(
                            Bytes hotkey,
                            int netuid,
                            long alpha,
                            long limit,
                            boolean partial) ->
                    stake.removeStakeLimit(signer, hotkey, netuid, alpha, limit, partial);
            case Call.MoveStake(
                            Bytes fromHotkey,
                            Bytes toHotkey,
                            int fromNetuid,
                            int toNetuid,
                            long alpha) ->
                    stake.moveStake(signer, fromHotkey, toHotkey, fromNetuid, toNetuid, alpha);
            case Call.BatchAll batch -> batchAll(signer, batch);
        }
    }

    private void transfer(Bytes signer, Call.Destination to, long amount, boolean keepAlive) {
        switch (to) {
            case Call.Destination.Unknown() -> throw new DispatchError.CannotLookup().failure();
            case Call.Destination.Account(Bytes id) -> {
                if (amount < 0) {
                    throw DispatchError.fundsUnavailable().failure();
                }
                new Balances(block).transfer(signer, id, amount, keepAlive);
            }
        }
    }

    /** All or nothing. A batch in a batch is filtered. */
    private void batchAll(Bytes signer, Call.BatchAll batch) {
        if (batch.calls().size() > MAX_BATCHED_CALLS) {
            throw new DispatchError.Module(UTILITY, TOO_MANY_CALLS).failure();
        }
        for (Call inner : batch.calls()) {
            if (inner instanceof Call.BatchAll) {
                throw DispatchError.callFiltered().failure();
            }
            dispatch(signer, inner);
            block.events().deposit(UTILITY, ITEM_COMPLETED, _ -> {});
        }
        block.events().deposit(UTILITY, BATCH_COMPLETED, _ -> {});
    }
}
