package io.hypha.stake;

import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.node.LightNode;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The desk where somebody stakes or unstakes: a quote, a payload for the wallet, the check of what
 * came back, and the sending. Following it to its end is the {@link TransactionFollower}'s work.
 */
public final class StakeDesk {

    /**
     * A payload that was not answered by then is void; the wallet's own era ends about then too.
     */
    static final Duration ANSWER_WITHIN = Duration.ofMinutes(30);

    private final LightNode node;
    private final Subtensor subtensor;
    private final Quoting quoting;
    private final MetadataCache metadata = new MetadataCache();
    private final Payloads payloads;
    private final TransactionLog log;
    private final InstantSource clock;

    /** Between the look at an account's numbers and the taking of one, nobody else takes it. */
    private final ReentrantLock numbers = new ReentrantLock();

    public StakeDesk(
            LightNode node,
            Subtensor subtensor,
            ChainFee chainFee,
            TransactionLog log,
            InstantSource clock) {
        this.node = node;
        this.subtensor = subtensor;
        this.quoting = new Quoting(subtensor, chainFee);
        this.payloads = new Payloads(node);
        this.log = log;
        this.clock = clock;
    }

    public QuoteAnswer quote(StakeIntent intent) {
        return quoting.quote(intent);
    }

    /** Why nothing may be signed now; empty when signing is on. */
    public Optional<String> signingOff() {
        return switch (ground()) {
            case SigningGround.Off(String sentence) -> Optional.of(sentence);
            case SigningGround.Firm firm -> payloads.obstacle(firm.metadata());
        };
    }

    /** By its id or the hash of its extrinsic. */
    public Optional<Transaction> transaction(Hash256 idOrHash) {
        return log.find(idOrHash);
    }

    /** Whether its payload was never answered and an answer would come too late. */
    public boolean isLapsed(Transaction transaction) {
        return transaction.state() == TransactionState.WAITING && !isWaiting(transaction);
    }

    /** Makes the payload that the signer's wallet is asked to sign, and keeps it. */
    public Preparation prepare(StakeIntent intent, Coldkey signer) {
        return switch (quote(intent)) {
            case QuoteAnswer.Refused refused -> new Preparation.Refused(refused.sentence());
            case QuoteAnswer.Unknown unknown -> new Preparation.Refused(unknown.text());
            case QuoteAnswer.Quoted(Quote quote) ->
                    switch (ground()) {
                        case SigningGround.Off(String sentence) ->
                                new Preparation.Refused(sentence);
                        case SigningGround.Firm firm -> prepare(quote, signer, firm);
                    };
        };
    }

    private Preparation prepare(Quote quote, Coldkey signer, SigningGround.Firm ground) {
        return switch (subtensor.account(signer)) {
            case Reading.Missing<AccountView>(var _, String text) -> new Preparation.Refused(text);
            case Reading.Known<AccountView> account -> {
                Optional<String> obstacle = Holdings.obstacle(quote, account.value());
                if (obstacle.isPresent()) {
                    yield new Preparation.Refused(obstacle.get());
                }
                yield switch (account.value().nonce()) {
                    case Reading.Missing<Long>(var _, String text) -> new Preparation.Refused(text);
                    case Reading.Known<Long> nonce ->
                            keep(
                                    payloads.prepare(
                                            quote,
                                            signer,
                                            nextNonce(signer, nonce.value()),
                                            ground,
                                            clock.instant()));
                };
            }
        };
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

    /** The person said no in the wallet. */
    public Acceptance rejected(Hash256 id) {
        return taken(
                id,
                waiting ->
                        waiting.inState(
                                TransactionState.REJECTED,
                                "Nothing was sent and nothing was paid."));
    }

    /** Checks what the wallet returned; when it holds, keeps it and then sends it. */
    public Acceptance signed(Hash256 id, WalletAnswer answer) {
        Optional<Transaction> waiting =
                log.find(id).filter(found -> found.id().equals(id)).filter(this::isWaiting);
        if (waiting.isEmpty()) {
            return notWaiting();
        }
        return switch (ground()) {
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
        numbers.lock();
        try {
            if (log.open(waiting.signer()).stream()
                    .anyMatch(open -> open.nonce() == waiting.nonce())) {
                return new Acceptance.Rejected(
                        List.of(
                                "Another transaction of this account with number %d is on its way. Quote again."
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
            case Acceptance.Accepted _ -> send(waiting.id(), sound.extrinsic());
            case Acceptance.Rejected _, Acceptance.NotWaiting _ -> acceptance;
        };
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
    private Acceptance send(Hash256 id, Bytes extrinsic) {
        SubmitResult result = node.submit(extrinsic);
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

    private boolean isWaiting(Transaction transaction) {
        return transaction.state() == TransactionState.WAITING
                && transaction.preparedAt().isAfter(clock.instant().minus(ANSWER_WITHIN));
    }

    private static Acceptance notWaiting() {
        return new Acceptance.NotWaiting(
                "No payload of that name waits for a signature: it was answered already, or it is older than "
                        + ANSWER_WITHIN.toMinutes()
                        + " minutes. Nothing was sent; quote again.");
    }

    private SigningGround ground() {
        return SigningGround.of(node, metadata, clock.instant());
    }
}
