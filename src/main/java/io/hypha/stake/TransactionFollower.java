package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.SealedBlock;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows transactions to their end: searches the body of each finalized block and reads its proven
 * events, and looks into sealed blocks on the way. Called once per block by one thread, and again
 * for a final one of which something could not be read. What it learned is in the log, so after a
 * restart it goes on at the block where it stopped.
 */
public final class TransactionFollower {

    /** A payload that nobody signed is of no use long before; so long its page can be looked at. */
    static final Duration UNSIGNED_KEPT = Duration.ofDays(7);

    private static final Duration PURGED_EVERY = Duration.ofHours(1);

    private static final String REFUSED_LATER =
            "Sent twice and refused the second time: it may be in a block already. Its blocks are searched to the last.";

    private final LightNode node;
    private final TransactionLog log;
    private final InstantSource clock;
    private final FinalSearch finals;
    private final ProvenNumbers numbers;
    private final SealedSearch sealed;
    private final Instant started;

    /** Those of an earlier run that were handed to the node of this one. */
    private final Set<Hash256> handedAgain = new HashSet<>();

    private long followedTo = -1;
    private Instant nextPurge = Instant.MIN;

    public TransactionFollower(LightNode node, TransactionLog log, InstantSource clock) {
        this.node = node;
        this.log = log;
        this.clock = clock;
        this.finals = new FinalSearch(node);
        this.numbers = new ProvenNumbers(node);
        this.sealed = new SealedSearch(node, log, clock);
        this.started = clock.instant();
    }

    /**
     * Brings every transaction that a block may hold up to {@code head}.
     *
     * @return whether all bodies and events that were wanted could be read; if not, to be called
     *     again, with this head or a newer one
     */
    public boolean follow(FinalizedHead head) {
        purge();
        List<Transaction> watched = log.watched();
        Map<Hash256, FinalSearch.Found> found = finals.search(watched, head);
        Map<Coldkey, Long> next = numbers.at(head, signersOfMissing(watched, found, head));
        found.forEach((id, what) -> follow(id, what, head, next));
        followedTo = Math.max(followedTo, head.number());
        sealed.finalizedTo(followedTo);
        handedAgain.retainAll(found.keySet());
        return found.values().stream().allMatch(FinalSearch.Found::wasRead);
    }

    /**
     * Looks into a block that is not final; one that is by now, the final search has decided.
     *
     * @return as {@link #lookAgain}
     */
    public boolean look(SealedBlock block) {
        if (block.number() > followedTo) {
            sealed.take(block);
        }
        return lookAgain();
    }

    /**
     * Looks into the sealed blocks whose bodies were missing.
     *
     * @return whether none is missing any more; if one is, to be called again
     */
    public boolean lookAgain() {
        return sealed.look(log.watched());
    }

    private void purge() {
        Instant now = clock.instant();
        if (!now.isBefore(nextPurge)) {
            log.purgeUnsigned(now.minus(UNSIGNED_KEPT));
            nextPurge = now.plus(PURGED_EVERY);
        }
    }

    /** Of those that wait and are in no final block up to the head. */
    private static Set<Coldkey> signersOfMissing(
            List<Transaction> watched, Map<Hash256, FinalSearch.Found> found, FinalizedHead head) {
        return watched.stream()
                .filter(Transaction::isOpen)
                .filter(each ->
                        found.get(each.id())
                                        instanceof FinalSearch.Found.NotIn(long searched, var _)
                                && searched == head.number())
                .map(Transaction::signer)
                .collect(Collectors.toSet());
    }

    private void follow(
            Hash256 id, FinalSearch.Found what, FinalizedHead head, Map<Coldkey, Long> next) {
        Instant now = clock.instant();
        log.update(id, found -> found.isWatched() ? after(found, what, head, next, now) : found)
                .ifPresent(transaction -> {
                    if (!transaction.isWatched()) {
                        forget(transaction);
                    } else if (what instanceof FinalSearch.Found.NotIn(long searched, var _)
                            && searched == head.number()) {
                        handAgain(transaction);
                    }
                });
    }

    private static Transaction after(
            Transaction found,
            FinalSearch.Found what,
            FinalizedHead head,
            Map<Coldkey, Long> nextNumbers,
            Instant now) {
        return switch (what) {
            case FinalSearch.Found.In(var block, int index, Outcome outcome) ->
                    switch (outcome) {
                        case Outcome.Succeeded(String words, var effects) ->
                                found.included(
                                        TransactionState.FINALIZED,
                                        words,
                                        effects,
                                        block,
                                        index,
                                        now);
                        case Outcome.Failed(String words, var effects) ->
                                found.included(
                                        TransactionState.FAILED, words, effects, block, index, now);
                        case Outcome.Unclear(String why) ->
                                found.included(
                                        TransactionState.UNCLEAR,
                                        "Whether it succeeded is not known: "
                                                + why
                                                + ". Look at the account.",
                                        List.of(),
                                        block,
                                        index,
                                        now);
                    };
            case FinalSearch.Found.Unread(var block, int index, String why) ->
                    found.searchedTo(block.number() - 1).unread(block, index, why, now);
            case FinalSearch.Found.NotIn(long searched, String missing) ->
                    notIn(found, searched, missing, head, nextNumbers);
        };
    }

    private static Transaction notIn(
            Transaction found,
            long searched,
            String missing,
            FinalizedHead head,
            Map<Coldkey, Long> nextNumbers) {
        Transaction next = found.searchedTo(searched).stuck(missing);
        if (found.isOpen()
                && searched == head.number()
                && nextNumbers.getOrDefault(found.signer(), 0L) > found.nonce()) {
            return next.inState(
                    TransactionState.REPLACED,
                    "Another transaction of this account with number %d is in a final block, so none can hold this one. Nothing of it happened."
                            .formatted(found.nonce()));
        }
        boolean over = next.deathBlock() <= head.number() && searched >= next.deathBlock() - 1;
        // An endpoint's refusal was true, as it turns out: that stays the reason.
        return over && found.state() != TransactionState.REFUSED
                ? next.inState(
                        TransactionState.EXPIRED,
                        "No block up to #%d took it. Nothing happened; it is safe to try again."
                                .formatted(next.deathBlock() - 1))
                : next;
    }

    /** Its end is known, or no block may hold it any more: nobody need have it. */
    private void forget(Transaction transaction) {
        Hash256 hash = transaction.extrinsicHash();
        if (hash != null) {
            node.forget(hash);
        }
    }

    /**
     * The same bytes once more, while no final block holds them: what was kept but not handed over,
     * as far as we know, and what an earlier run of this program handed over, since the node of
     * this run has not heard of it.
     */
    private void handAgain(Transaction transaction) {
        Bytes extrinsic = transaction.extrinsic();
        if (extrinsic == null || !isUnknownToTheNode(transaction)) {
            return;
        }
        SubmitResult result = node.submit(extrinsic);
        if (!(result instanceof SubmitResult.Unreachable)) {
            handedAgain.add(transaction.id());
        }
        Instant now = clock.instant();
        log.update(transaction.id(), found -> handedAgain(found, result, now));
    }

    private boolean isUnknownToTheNode(Transaction transaction) {
        Standing.Sent sent = transaction.standing().sent();
        return switch (transaction.state()) {
            case CHECKED -> true;
            case SENT, IN_BLOCK ->
                    (sent == null || sent.at().isBefore(started))
                            && !handedAgain.contains(transaction.id());
            case WAITING, REJECTED, REFUSED, FINALIZED, FAILED, UNCLEAR, EXPIRED, REPLACED -> false;
        };
    }

    /**
     * A refusal now proves nothing, since the first try may have arrived and be in a block already;
     * its era decides.
     */
    private static Transaction handedAgain(Transaction found, SubmitResult result, Instant now) {
        return switch (result) {
            case SubmitResult.Sent(var _, int endpoints, int peers) ->
                    found.sent(new Standing.Sent(now, endpoints, peers));
            case SubmitResult.Refused(int code, String text) -> {
                boolean there = PoolError.isAlreadyThere(code, text);
                Transaction next =
                        there || found.standing().sent() == null
                                ? found.sent(new Standing.Sent(now, there ? 1 : 0, 0))
                                : found;
                yield !there && found.state() == TransactionState.CHECKED
                        ? next.inState(TransactionState.SENT, REFUSED_LATER)
                        : next;
            }
            case SubmitResult.Unreachable _ -> found;
        };
    }
}
