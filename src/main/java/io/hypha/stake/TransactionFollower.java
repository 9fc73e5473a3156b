package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Follows transactions to their end: searches the body of each finalized block (its extrinsics root is checked
 * by the node, which is the proof of inclusion) and reads the block's proven events. Called once per finalized
 * head; a block that could not be asked is asked again with the next one.
 */
public final class TransactionFollower {

    /** So many blocks per call and transaction at most, so that one call ends. */
    private static final int MAX_BLOCKS_PER_CALL = 256;

    private final LightNode node;
    private final TransactionLog log;
    private final InstantSource clock;
    private final MetadataCache metadata = new MetadataCache();

    public TransactionFollower(LightNode node, TransactionLog log, InstantSource clock) {
        this.node = node;
        this.log = log;
        this.clock = clock;
    }

    /** Brings every open transaction up to {@code head}. */
    public void follow(FinalizedHead head) {
        for (Transaction transaction : log.open()) {
            follow(transaction, head);
        }
    }

    private void follow(Transaction transaction, FinalizedHead head) {
        Transaction current = transaction;
        long from = Math.max(current.checkedTo(), current.birthBlock()) + 1;
        long to = Math.min(head.number(), from + MAX_BLOCKS_PER_CALL - 1);
        for (long number = from; number <= to; number++) {
            if (number >= current.deathBlock()) {
                log.save(
                        current.inState(
                                TransactionState.EXPIRED,
                                "No block up to #%d took it. Nothing happened; it is safe to try again."
                                        .formatted(current.deathBlock() - 1)));
                return;
            }
            Optional<Transaction> next = search(current, number, head);
            if (next.isEmpty()) {
                break;
            }
            current = next.get();
            if (current.state().isEnd()) {
                log.save(current);
                return;
            }
        }
        if (current.state() == TransactionState.CHECKED) {
            current = resend(current);
        }
        if (!current.equals(transaction)) {
            log.save(current);
        }
    }

    /** The transaction after that block was searched; empty when the block could not be read. */
    private Optional<Transaction> search(Transaction transaction, long number, FinalizedHead newest) {
        Answer<FinalizedHead> head =
                number == newest.number() ? Answer.given(newest) : node.finalizedAt(number);
        if (!(head instanceof Answer.Given<FinalizedHead>(FinalizedHead block))) {
            return Optional.empty();
        }
        return switch (node.body(block)) {
            case Answer.Missing<List<Bytes>> _ -> Optional.empty();
            case Answer.Given<List<Bytes>>(List<Bytes> body) -> {
                Bytes wanted = transaction.extrinsic();
                int index = wanted == null ? -1 : body.indexOf(wanted);
                yield index < 0
                        ? Optional.of(transaction.searchedTo(number))
                        : included(transaction, block, index);
            }
        };
    }

    private Optional<Transaction> included(Transaction transaction, FinalizedHead block, int index) {
        return switch (outcome(block, index)) {
            case Answer.Missing<Outcome> _ -> Optional.empty();
            case Answer.Given<Outcome>(Outcome outcome) ->
                    Optional.of(
                            switch (outcome) {
                                case Outcome.Succeeded(String words) ->
                                        end(transaction, TransactionState.FINALIZED, words, block, index);
                                case Outcome.Failed(String words) ->
                                        end(transaction, TransactionState.FAILED, words, block, index);
                                case Outcome.Unclear(String why) ->
                                        end(
                                                transaction,
                                                TransactionState.FINALIZED,
                                                "It is in the block; whether it succeeded is not known: " + why + ".",
                                                block,
                                                index);
                            });
        };
    }

    private Transaction end(
            Transaction transaction, TransactionState state, String words, FinalizedHead block, int index) {
        return transaction.included(
                state, words, block.number(), block.hash(), index, clock.instant());
    }

    private Answer<Outcome> outcome(FinalizedHead block, int index) {
        return node.runtime(block)
                .flatMap(
                        runtime -> {
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

    /** It was kept but could not be handed over: the same bytes once more. */
    private Transaction resend(Transaction transaction) {
        Bytes extrinsic = transaction.extrinsic();
        if (extrinsic == null) {
            return transaction;
        }
        return switch (node.submit(extrinsic)) {
            case SubmitResult.Sent sent -> transaction.sent(sent.endpoints(), clock.instant());
            case SubmitResult.Refused(int code, String text) ->
                    transaction.inState(TransactionState.REFUSED, PoolError.words(code, text));
            case SubmitResult.Unreachable _ -> transaction;
        };
    }

}
