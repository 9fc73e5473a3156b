package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.node.bytes.Hash256;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Makes payloads: from a plan the call, from proven state and our own transactions the number. */
final class Preparing {

    private final Subtensor subtensor;
    private final Planner planner;
    private final Payloads payloads;
    private final Supplier<SigningGround> ground;
    private final TransactionLog log;
    private final InstantSource clock;

    Preparing(
            Subtensor subtensor,
            Planner planner,
            Payloads payloads,
            Supplier<SigningGround> ground,
            TransactionLog log,
            InstantSource clock) {
        this.subtensor = subtensor;
        this.planner = planner;
        this.payloads = payloads;
        this.ground = ground;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes the payload that the signer's wallet is asked to sign, and keeps it.
     *
     * @param reviewed the spec version under which the person reviewed it; under another nothing is
     *     prepared
     */
    Preparation prepare(StakingAction action, Coldkey signer, OptionalLong reviewed) {
        return grounded(ground -> {
            long spec = ground.runtime().specVersion();
            if (reviewed.orElse(spec) != spec) {
                return new Preparation.Refused(Payloads.runtimeChanged(reviewed.getAsLong(), spec));
            }
            return proven(
                    signer,
                    nonce ->
                            prepare(
                                    action,
                                    new Payloads.Turn(signer, nextNonce(signer, nonce), 0, null),
                                    ground));
        });
    }

    private Preparation grounded(Function<SigningGround.Firm, Preparation> next) {
        return switch (ground.get()) {
            case SigningGround.Off(String sentence) -> new Preparation.Refused(sentence);
            case SigningGround.Firm firm -> next.apply(firm);
        };
    }

    /** The account's next number by its proven state. */
    private Preparation proven(Coldkey signer, LongFunction<Preparation> next) {
        return switch (subtensor.account(signer).flatMap(account -> account.value().nonce())) {
            case Reading.Missing<Long>(var _, String text) -> new Preparation.Refused(text);
            case Reading.Known<Long> nonce -> next.apply(nonce.value());
        };
    }

    private Preparation prepare(
            StakingAction action, Payloads.Turn turn, SigningGround.Firm ground) {
        Optional<String> obstacle = payloads.obstacle(ground.metadata());
        if (obstacle.isPresent()) {
            return new Preparation.Refused(obstacle.get());
        }
        return switch (planner.plan(action, Optional.of(turn.signer()))) {
            case PlanAnswer.Refused(var _, String sentence) -> new Preparation.Refused(sentence);
            case PlanAnswer.Unknown(var _, String text) -> new Preparation.Refused(text);
            case PlanAnswer.Planned(Plan plan) ->
                    plan.rehearsal() instanceof Rehearsal.Failed(var _, String sentence)
                            ? new Preparation.Refused(sentence)
                            : prepare(plan, turn, ground);
        };
    }

    private Preparation prepare(Plan plan, Payloads.Turn turn, SigningGround.Firm ground) {
        return switch (StakingCalls.build(
                ground.metadata(), plan.action(), plan.limits(), this::name)) {
            case StakingCalls.Build.NotOffered(String reason) -> new Preparation.Refused(reason);
            case StakingCalls.Build.Built built ->
                    keep(
                            promising(
                                    plan,
                                    payloads.prepare(
                                            plan.action(),
                                            said(built, turn),
                                            turn,
                                            ground,
                                            clock.instant())));
        };
    }

    private static Preparation promising(Plan plan, Preparation preparation) {
        return preparation instanceof Preparation.Prepared(Transaction transaction)
                ? new Preparation.Prepared(transaction.promising(Promise.of(plan)))
                : preparation;
    }

    private static StakingCalls.Build.Built said(
            StakingCalls.Build.Built built, Payloads.Turn turn) {
        return turn.replaces() == null
                ? built
                : new StakingCalls.Build.Built(
                        built.call(),
                        built.words()
                                + " It takes the number %d of a transaction that waits: only one of both can be in a block. Its tip of %d rao only makes it another transaction; this chain gives a tip no precedence, so a node that has the first refuses this one."
                                        .formatted(turn.nonce(), turn.tip()));
    }

    private Optional<String> name(Hotkey hotkey) {
        return subtensor
                .validator(hotkey)
                .flatMap(validator -> validator.value().name())
                .toOptional();
    }

    /**
     * The same once more: for a payload that was not signed, above all after the runtime changed.
     * It gets a name of its own, and the old one takes no answer any more.
     */
    Preparation rebuild(Hash256 id) {
        Optional<Transaction> old = log.find(id).filter(found -> found.id().equals(id));
        if (old.isEmpty() || old.get().extrinsic() != null) {
            return new Preparation.Refused(
                    "No payload of that name waits for a signature, so there is none to build again.");
        }
        Hash256 replaces = old.get().replaces();
        Preparation again =
                replaces == null
                        ? prepare(old.get().action(), old.get().signer(), OptionalLong.empty())
                        : replace(replaces, old.get().action());
        if (again instanceof Preparation.Prepared) {
            log.update(
                    id,
                    found ->
                            found.state() == TransactionState.WAITING
                                    ? found.inState(
                                            TransactionState.REJECTED,
                                            "Another payload was built in its place. Nothing was sent and nothing was paid.")
                                    : found);
        }
        return again;
    }

    /** With the number of one that waits, in its place. */
    Preparation replace(Hash256 waiting, StakingAction action) {
        Optional<Transaction> found = log.find(waiting).filter(Transaction::isOpen);
        if (found.isEmpty()) {
            return new Preparation.Refused(
                    "That transaction does not wait for a block, so nothing can take its place.");
        }
        Transaction old = found.get();
        return grounded(ground ->
                proven(
                        old.signer(),
                        nonce ->
                                nonce > old.nonce()
                                        ? new Preparation.Refused(
                                                "A final block has taken the number %d of this account already: it is too late to replace it."
                                                        .formatted(old.nonce()))
                                        : prepare(
                                                action,
                                                new Payloads.Turn(
                                                        old.signer(),
                                                        old.nonce(),
                                                        highestTip(old) + 1,
                                                        old.id()),
                                                ground)));
    }

    /** Of those that wait with the same number. */
    private long highestTip(Transaction old) {
        return log.open(old.signer()).stream()
                .filter(each -> each.nonce() == old.nonce())
                .mapToLong(Transaction::tip)
                .max()
                .orElse(old.tip());
    }

    private Preparation keep(Preparation preparation) {
        if (preparation instanceof Preparation.Prepared(Transaction transaction)) {
            log.save(transaction);
        }
        return preparation;
    }

    /** The chain's number, or the one after our own that are still on their way. */
    private long nextNonce(Coldkey signer, long proven) {
        OptionalLong pending = log.open(signer).stream().mapToLong(Transaction::nonce).max();
        return pending.isPresent() ? Math.max(proven, pending.getAsLong() + 1) : proven;
    }
}
