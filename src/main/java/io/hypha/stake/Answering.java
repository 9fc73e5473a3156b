package io.hypha.stake;

import io.hypha.node.LightNode;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Takes wallets' answers: checks them, keeps what holds and sends it, each once. */
final class Answering {

    /**
     * A payload that was not answered by then is void; the wallet's own era ends about then too.
     */
    static final Duration ANSWER_WITHIN = Duration.ofMinutes(30);

    private final LightNode node;
    private final Payloads payloads;
    private final Supplier<SigningGround> ground;
    private final TransactionLog log;
    private final InstantSource clock;

    /** Between the look at an account's numbers and the taking of one, nobody else takes it. */
    private final ReentrantLock numbers = new ReentrantLock();

    Answering(
            LightNode node,
            Payloads payloads,
            Supplier<SigningGround> ground,
            TransactionLog log,
            InstantSource clock) {
        this.node = node;
        this.payloads = payloads;
        this.ground = ground;
        this.log = log;
        this.clock = clock;
    }

    /** The person said no in the wallet. */
    Acceptance rejected(Hash256 id) {
        return taken(
                id,
                waiting ->
                        waiting.inState(
                                TransactionState.REJECTED,
                                "Nothing was sent and nothing was paid."));
    }

    /** Checks what the wallet returned; when it holds, keeps it and then sends it. */
    Acceptance signed(Hash256 id, WalletAnswer answer) {
        Optional<Transaction> waiting =
                log.find(id).filter(found -> found.id().equals(id)).filter(this::isWaiting);
        if (waiting.isEmpty()) {
            return notWaiting();
        }
        return switch (ground.get()) {
            case SigningGround.Off(String sentence) -> new Acceptance.Rejected(List.of(sentence));
            case SigningGround.Firm firm ->
                    switch (payloads.check(waiting.get(), answer, firm)) {
                        case Payloads.Check.Faulty(List<String> sentences) ->
                                new Acceptance.Rejected(sentences);
                        case Payloads.Check.Sound sound -> accept(waiting.get(), sound);
                    };
        };
    }

    /**
     * Kept before it is sent: a kill in between leaves a transaction that is followed, never an
     * unknown one.
     */
    private Acceptance accept(Transaction waiting, Payloads.Check.Sound sound) {
        Acceptance acceptance;
        List<Transaction> rivals;
        numbers.lock();
        try {
            rivals =
                    log.open(waiting.signer()).stream()
                            .filter(open -> open.nonce() == waiting.nonce())
                            .toList();
            if (rivals.stream().anyMatch(open -> open.tip() >= waiting.tip())) {
                return new Acceptance.Rejected(
                        List.of(
                                "Another transaction of this account with number %d is on its way. Build it again."
                                        .formatted(waiting.nonce())));
            }
            acceptance =
                    taken(
                            waiting.id(),
                            found ->
                                    found.signed(
                                            sound.extrinsic(),
                                            sound.hash(),
                                            sound.death(),
                                            clock.instant()));
        } finally {
            numbers.unlock();
        }
        return switch (acceptance) {
            case Acceptance.Accepted _ -> send(waiting.id(), sound.extrinsic(), rivals);
            case Acceptance.Rejected _, Acceptance.NotWaiting _ -> acceptance;
        };
    }

    /** Somebody took another with its number: we hand it on no more. It may still be first. */
    private void setAside(Transaction rival) {
        log.update(
                rival.id(),
                found ->
                        found.state() == TransactionState.CHECKED
                                        || found.state() == TransactionState.SENT
                                ? found.inState(
                                        found.state(),
                                        "another with the same number was sent in its place; only one of both can be in a block")
                                : found);
        Hash256 hash = rival.extrinsicHash();
        if (hash != null) {
            node.forget(hash);
        }
    }

    /** The change, if that payload still waits: an answer is taken once. */
    private Acceptance taken(Hash256 id, UnaryOperator<Transaction> change) {
        AtomicBoolean changed = new AtomicBoolean();
        Optional<Transaction> kept =
                log.update(
                        id,
                        found -> {
                            changed.set(isWaiting(found));
                            return changed.get() ? change.apply(found) : found;
                        });
        return kept.isPresent() && changed.get()
                ? new Acceptance.Accepted(kept.get())
                : notWaiting();
    }

    /** What the network said; the follower may have been faster and know more. */
    private Acceptance send(Hash256 id, Bytes extrinsic, List<Transaction> rivals) {
        SubmitResult result = node.submit(extrinsic);
        if (result instanceof SubmitResult.Sent) {
            rivals.forEach(this::setAside);
        }
        Instant now = clock.instant();
        return log.update(id, found -> submitted(found, result, now))
                .<Acceptance>map(Acceptance.Accepted::new)
                .orElse(notWaiting());
    }

    private static Transaction submitted(Transaction found, SubmitResult result, Instant now) {
        return switch (result) {
            case SubmitResult.Sent(var _, int endpoints, int peers) ->
                    found.sent(new Standing.Sent(now, endpoints, peers));
            case SubmitResult.Refused(int code, String text) -> {
                if (PoolError.isAlreadyThere(code, text)) {
                    yield found.sent(new Standing.Sent(now, 1, 0));
                }
                yield whileChecked(found, TransactionState.REFUSED, PoolError.words(code, text));
            }
            case SubmitResult.Unreachable(String text) ->
                    whileChecked(
                            found,
                            TransactionState.CHECKED,
                            text + "; it is sent again with the next final block.");
        };
    }

    private static Transaction whileChecked(Transaction found, TransactionState next, String why) {
        return found.state() == TransactionState.CHECKED ? found.inState(next, why) : found;
    }

    boolean isWaiting(Transaction transaction) {
        return transaction.state() == TransactionState.WAITING
                && transaction.preparedAt().isAfter(clock.instant().minus(ANSWER_WITHIN));
    }

    private static Acceptance notWaiting() {
        return new Acceptance.NotWaiting(
                "No payload of that name waits for a signature: it was answered already, or it is older than "
                        + ANSWER_WITHIN.toMinutes()
                        + " minutes. Nothing was sent; build it again.");
    }
}
