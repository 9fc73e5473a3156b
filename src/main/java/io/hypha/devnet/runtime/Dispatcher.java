package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;

/** Runs a call for its origin. A failure comes out as a {@link DispatchError.DispatchFailure}. */
final class Dispatcher {

    private static final int UTILITY = 11;
    private static final int BATCH_COMPLETED = 1;
    private static final int ITEM_COMPLETED = 3;
    private static final int TOO_MANY_CALLS = 0;
    private static final int MAX_BATCHED_CALLS = 10_922;
    private static final int SUDO = 12;
    private static final int SUDID = 0;
    private static final int REQUIRE_SUDO = 0;

    private final Execution block;

    Dispatcher(Execution block) {
        this.block = block;
    }

    /** In whose name a call is made. */
    private sealed interface Origin {
        record Signed(Bytes account) implements Origin {}

        /** The chain itself, for which the sudo key speaks. */
        record Root() implements Origin {}
    }

    void dispatch(Bytes signer, Call call) {
        dispatch(new Origin.Signed(signer), call);
    }

    private void dispatch(Origin origin, Call call) {
        block.transactional(() -> {
            switch (call) {
                case Call.Remark() -> {}
                case Call.BatchAll batch -> batchAll(origin, batch);
                case Call.Sudo(Call inner) -> sudo(origin, inner);
                case Call.ScheduleGrandpaChange change -> changeVoters(origin, change);
                case Call.SetTimestamp _,
                        Call.Transfer _,
                        Call.TransferAll _,
                        Call.AddStake _,
                        Call.RemoveStake _,
                        Call.AddStakeLimit _,
                        Call.RemoveStakeLimit _,
                        Call.MoveStake _ -> {
                    if (!(origin instanceof Origin.Signed(Bytes signer))) {
                        throw new DispatchError.BadOrigin().failure();
                    }
                    run(signer, call);
                }
            }
        });
    }

    private void run(Bytes signer, Call call) {
        StakeCalls stake = new StakeCalls(block);
        switch (call) {
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
            case Call.SetTimestamp _,
                    Call.Remark _,
                    Call.BatchAll _,
                    Call.Sudo _,
                    Call.ScheduleGrandpaChange _ ->
                    throw new DispatchError.BadOrigin().failure();
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

    /**
     * A call in the name of the chain. What becomes of it stands in the event; the call around it
     * succeeds.
     */
    private void sudo(Origin origin, Call inner) {
        if (origin instanceof Origin.Signed(Bytes account) && !isSudoKey(block.state(), account)) {
            throw new DispatchError.Module(SUDO, REQUIRE_SUDO).failure();
        }
        Bytes outcome;
        try {
            dispatch(new Origin.Root(), inner);
            outcome = Bytes.ofInts(0);
        } catch (DispatchError.DispatchFailure failure) {
            outcome = Bytes.concat(Bytes.ofInts(1), failure.error().encode());
        }
        Bytes result = outcome;
        block.events().deposit(SUDO, SUDID, out -> out.writeFixed(result));
    }

    static boolean isSudoKey(WorkingState state, Bytes account) {
        return state.get(Items.SUDO_KEY.prefix()).filter(account::equals).isPresent();
    }

    private void changeVoters(Origin origin, Call.ScheduleGrandpaChange change) {
        if (!(origin instanceof Origin.Root())) {
            throw new DispatchError.BadOrigin().failure();
        }
        new VoterChanges(block.state())
                .schedule(block.number(), change.next(), change.inBlocks(), change.forced());
    }

    /** All or nothing. A batch in a batch is filtered, but not for the chain itself. */
    private void batchAll(Origin origin, Call.BatchAll batch) {
        if (batch.calls().size() > MAX_BATCHED_CALLS) {
            throw new DispatchError.Module(UTILITY, TOO_MANY_CALLS).failure();
        }
        for (Call inner : batch.calls()) {
            if (inner instanceof Call.BatchAll && origin instanceof Origin.Signed) {
                throw DispatchError.callFiltered().failure();
            }
            dispatch(origin, inner);
            block.events().deposit(UTILITY, ITEM_COMPLETED, _ -> {});
        }
        block.events().deposit(UTILITY, BATCH_COMPLETED, _ -> {});
    }
}
