package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Follows transactions to their end: searches the body of each finalized block (its extrinsics root
 * is checked by the node, which is the proof of inclusion) and reads the block's proven events.
 * Called once per finalized head; a block that could not be asked is asked again with the next one.
 */
public final class TransactionFollower {

    /** So many blocks per call and transaction at most, so that one call ends. */
    private static final int MAX_BLOCKS_PER_CALL = 256;

    private static final String REFUSED_LATER =
            "Sent twice and refused the second time: it may be in a block already. Its blocks are searched to the last.";

    private final LightNode node;
    private final TransactionLog log;
    private final InstantSource clock;
    private final MetadataCache metadata = new MetadataCache();

    public TransactionFollower(LightNode node, TransactionLog log, InstantSource clock) {
        this.node = node;
        this.log = log;
        this.clock = clock;
    }

    /** Brings every transaction that a block may hold up to {@code head}. */
    public void follow(FinalizedHead head) {
        for (Transaction transaction : log.watched()) {
            follow(transaction, head);
        }
    }

    private void follow(Transaction transaction, FinalizedHead head) {
        long from = Math.max(transaction.checkedTo(), transaction.birthBlock()) + 1;
        long last = Math.min(head.number(), transaction.deathBlock() - 1);
        long to = Math.min(last, from + MAX_BLOCKS_PER_CALL - 1);
        Search search = search(transaction, from, to, head);
        log.update(
                transaction.id(), found -> found.isWatched() ? after(found, search, head) : found);
        if (search instanceof Search.NotIn(long number) && number == head.number()) {
            log.find(transaction.id())
                    .filter(found -> found.state() == TransactionState.CHECKED)
                    .ifPresent(this::resend);
        }
    }

    private static Transaction after(Transaction found, Search search, FinalizedHead head) {
        return switch (search) {
            case Search.In(Ending ending) -> ending.of(found);
            case Search.NotIn(long searched) -> {
                Transaction next = found.searchedTo(Math.max(searched, found.checkedTo()));
                boolean over =
                        next.deathBlock() <= head.number() && searched >= next.deathBlock() - 1;
                // An endpoint's refusal was true, as it turns out: that stays the reason.
                yield over && found.state() != TransactionState.REFUSED
                        ? next.inState(
                                TransactionState.EXPIRED,
                                "No block up to #%d took it. Nothing happened; it is safe to try again."
                                        .formatted(next.deathBlock() - 1))
                        : next;
            }
        };
    }

    /** What the bodies of some blocks say of one transaction. */
    private sealed interface Search {

        record In(Ending ending) implements Search {}

        /**
         * @param searched newest block that was looked through without a gap
         */
        record NotIn(long searched) implements Search {}
    }

    /** How a transaction ended in its block. */
    @FunctionalInterface
    private interface Ending {
        Transaction of(Transaction transaction);
    }

    private Search search(Transaction transaction, long from, long to, FinalizedHead newest) {
        Bytes wanted = transaction.extrinsic();
        if (wanted == null) {
            return new Search.NotIn(transaction.checkedTo());
        }
        for (long number = from; number <= to; number++) {
            Answer<FinalizedHead> head =
                    number == newest.number() ? Answer.given(newest) : node.finalizedAt(number);
            if (!(head instanceof Answer.Given<FinalizedHead>(FinalizedHead block))
                    || !(node.body(block) instanceof Answer.Given<List<Bytes>>(List<Bytes> body))) {
                return new Search.NotIn(number - 1);
            }
            int index = body.indexOf(wanted);
            if (index >= 0) {
                return included(block, index)
                        .<Search>map(Search.In::new)
                        .orElse(new Search.NotIn(number - 1));
            }
        }
        return new Search.NotIn(Math.max(to, from - 1));
    }

    /** Its end in that block; empty when the block's events can be asked for again. */
    private Optional<Ending> included(FinalizedHead block, int index) {
        return switch (outcome(block, index)) {
            case Answer.Given<Outcome>(Outcome outcome) ->
                    Optional.of(
                            switch (outcome) {
                                case Outcome.Succeeded(String words) ->
                                        ending(TransactionState.FINALIZED, words, block, index);
                                case Outcome.Failed(String words) ->
                                        ending(TransactionState.FAILED, words, block, index);
                                case Outcome.Unclear(String why) -> unclear(why, block, index);
                            });
            case Answer.Missing<Outcome>(Answer.Reason reason, String text) ->
                    reason == Answer.Reason.STATE_PRUNED
                            ? Optional.of(unclear(text, block, index))
                            : Optional.empty();
        };
    }

    private Ending unclear(String why, FinalizedHead block, int index) {
        return ending(
                TransactionState.UNCLEAR,
                "Whether it succeeded is not known: " + why + ". Look at the account.",
                block,
                index);
    }

    private Ending ending(TransactionState state, String words, FinalizedHead block, int index) {
        Instant now = clock.instant();
        return found -> found.included(state, words, block.number(), block.hash(), index, now);
    }

    private Answer<Outcome> outcome(FinalizedHead block, int index) {
        return node.runtime(block)
                .flatMap(runtime -> {
                    RuntimeMetadata known = metadata.of(runtime);
                    Bytes key = known.storageKey("System", "Events");
                    return node.read(block, List.of(key))
                            .map(read -> outcome(known, read, key, index));
                });
    }

    private static Outcome outcome(RuntimeMetadata known, ProvenRead read, Bytes key, int index) {
        return switch (read.value(key)) {
            case StorageValue.Absent() -> new Outcome.Unclear("the block has no events");
            case StorageValue.Present(Bytes events) -> Outcome.of(known, events, index);
        };
    }

    /**
     * It was kept but could not be handed over, as far as we know: the same bytes once more. A
     * refusal now proves nothing, since the first try may have arrived and be in a block already;
     * its era decides.
     */
    private void resend(Transaction transaction) {
        Bytes extrinsic = transaction.extrinsic();
        if (extrinsic == null) {
            return;
        }
        SubmitResult result = node.submit(extrinsic);
        Instant now = clock.instant();
        log.update(
                transaction.id(),
                found ->
                        found.state() != TransactionState.CHECKED
                                ? found
                                : switch (result) {
                                    case SubmitResult.Sent sent ->
                                            found.sent(
                                                    sent.endpoints() + sent.peers(), now);
                                    case SubmitResult.Refused(int code, String text) ->
                                            PoolError.isAlreadyThere(code, text)
                                                    ? found.sent(1, now)
                                                    : found.sent(0, now)
                                                            .inState(
                                                                    TransactionState.SENT,
                                                                    REFUSED_LATER);
                                    case SubmitResult.Unreachable _ -> found;
                                });
    }
}
