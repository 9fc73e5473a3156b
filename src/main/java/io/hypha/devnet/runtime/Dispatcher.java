package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs a call for its origin, and says how much of its declared weight it used. A failure comes out
 * as a {@link DispatchError.DispatchFailure}.
 *
 * <p>What an account asks for passes filters, what the chain asks for does not: a batch directly in
 * a batch is filtered, and a proxy's type filters its calls and the calls in them.
 */
final class Dispatcher {

    private static final int SUDO = 12;
    private static final int SUDID = 0;
    private static final int REQUIRE_SUDO = 0;

    private final Execution block;

    Dispatcher(Execution block) {
        this.block = block;
    }

    /** In whose name a call is made. */
    sealed interface Origin {

        /**
         * @param filter what the account may ask for by this way
         */
        record Signed(Bytes account, Predicate<Call> filter) implements Origin {
            boolean allows(Call call) {
                return Batches.isFlat(call) && filter.test(call);
            }

            Signed butFor(Predicate<Call> refused) {
                return new Signed(account, filter.and(refused.negate()));
            }
        }

        /** The chain itself, for which the sudo key speaks. */
        record Root() implements Origin {}
    }

    /** Runs a transaction's call. */
    Fees.Weight dispatch(Bytes signer, Call call) {
        return dispatch(new Origin.Signed(signer, _ -> true), call);
    }

    /**
     * Runs a call; all its changes are taken back where it fails.
     *
     * @return what it used of its declared weight
     */
    Fees.Weight dispatch(Origin origin, Call call) {
        if (origin instanceof Origin.Signed signed && !signed.allows(call)) {
            throw DispatchError.callFiltered().failure();
        }
        Fees.Weight declared = Fees.weightOf(call);
        Fees.Weight used = block.transactional(() -> run(origin, call));
        return used.atMost(declared);
    }

    private Fees.Weight run(Origin origin, Call call) {
        switch (call) {
            case Call.Remark() -> {}
            case Call.SetTimestamp _ -> throw new DispatchError.BadOrigin().failure();
            case Call.SetCode(Bytes code) -> {
                requireRoot(origin);
                block.upgrades().setCode(block, code);
            }
            case Call.ScheduleGrandpaChange change -> {
                requireRoot(origin);
                new VoterChanges(block.state())
                        .schedule(
                                block.number(), change.next(), change.inBlocks(), change.forced());
            }
            case Call.Sudo(Call inner) -> sudo(origin, inner);
            case Call.Batch batch -> {
                return new Batches(block, this).run(origin, batch);
            }
            case Call.Proxied proxied -> proxied(account(origin), proxied);
            case Call.AddProxy(Call.Destination delegate, ProxyType type, long delay) ->
                    new Proxies(block).add(account(origin), delegate.account(), type, delay);
            case Call.RemoveProxy(Call.Destination delegate, ProxyType type, long delay) ->
                    new Proxies(block).remove(account(origin), delegate.account(), type, delay);
            case Call.Transfer(Call.Destination to, long amount, boolean keepAlive) ->
                    transfer(account(origin), to, amount, keepAlive);
            case Call.TransferAll(Call.Destination to, boolean keepAlive) -> {
                Bytes from = account(origin);
                long all = Balances.transferable(block.state(), from, keepAlive);
                transfer(from, to, all, keepAlive);
            }
            case StakeCall stake -> {
                return new StakeCalls(block).run(account(origin), stake);
            }
        }
        return Fees.weightOf(call);
    }

    private static Bytes account(Origin origin) {
        return switch (origin) {
            case Origin.Signed signed -> signed.account();
            case Origin.Root() -> throw new DispatchError.BadOrigin().failure();
        };
    }

    private static void requireRoot(Origin origin) {
        if (!(origin instanceof Origin.Root)) {
            throw new DispatchError.BadOrigin().failure();
        }
    }

    private void transfer(Bytes signer, Call.Destination to, long amount, boolean keepAlive) {
        Bytes receiver = to.account();
        if (amount < 0) {
            throw DispatchError.fundsUnavailable().failure();
        }
        new Balances(block).transfer(signer, receiver, amount, keepAlive);
    }

    /**
     * A call in the name of the chain. What becomes of it stands in the event; the call around it
     * succeeds.
     */
    private void sudo(Origin origin, Call inner) {
        if (origin instanceof Origin.Signed signed && !isSudoKey(block.state(), signed.account())) {
            throw new DispatchError.Module(SUDO, REQUIRE_SUDO).failure();
        }
        Bytes result = DispatchError.encodeResult(attempt(new Origin.Root(), inner));
        block.events().deposit(SUDO, SUDID, out -> out.writeFixed(result));
    }

    static boolean isSudoKey(WorkingState state, Bytes account) {
        return state.get(Items.SUDO_KEY.prefix()).filter(account::equals).isPresent();
    }

    /** As {@link #sudo}: a call that fails for {@code real} is a success of the proxy's. */
    private void proxied(Bytes delegate, Call.Proxied proxied) {
        Bytes real = proxied.real().account();
        Proxies proxies = new Proxies(block);
        ProxyType type = proxies.requireProxy(real, delegate, proxied.forced());
        Origin origin = new Origin.Signed(real, call -> mayProxy(type, call));
        proxies.executed(attempt(origin, proxied.call()));
    }

    /** Proxies that a proxy appoints or dismisses may have no more rights than itself. */
    private static boolean mayProxy(ProxyType type, Call call) {
        if (call instanceof Call.AddProxy add && !type.includes(add.type())) {
            return false;
        }
        if (call instanceof Call.RemoveProxy remove && !type.includes(remove.type())) {
            return false;
        }
        return type.allows(call);
    }

    private Optional<DispatchError> attempt(Origin origin, Call call) {
        try {
            dispatch(origin, call);
            return Optional.empty();
        } catch (DispatchError.DispatchFailure failure) {
            return Optional.of(failure.error());
        }
    }
}
