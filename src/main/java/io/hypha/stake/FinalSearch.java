package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for signed bytes in the bodies of final blocks, each body once for all that are looked for.
 * The node checks a body against its block's extrinsics root, which is the proof of inclusion; what
 * an extrinsic did is read from its block's proven events.
 */
final class FinalSearch {

    /** So many blocks per search and transaction at most, so that it ends. */
    static final int MAX_BLOCKS = 256;

    private final LightNode node;
    private final MetadataCache metadata = new MetadataCache();

    FinalSearch(LightNode node) {
        this.node = node;
    }

    /** What the final blocks say of one transaction. */
    sealed interface Found {

        /** Its block and what it did there. */
        record In(BlockId block, int index, Outcome outcome) implements Found {}

        /** Its block, whose events nobody gives now: to be asked again. */
        record Unread(BlockId block, int index, String why) implements Found {}

        /**
         * Not as far as was searched.
         *
         * @param searched newest block up to which every one was looked through
         * @param missing why the next one could not be read; empty when it is no matter
         */
        record NotIn(long searched, String missing) implements Found {}

        /** Whether everything that was wanted of the blocks could be had. */
        default boolean wasRead() {
            return switch (this) {
                case In _ -> true;
                case Unread _ -> false;
                case NotIn(long _, String missing) -> missing.isEmpty();
            };
        }
    }

    /** By id, what the final blocks up to {@code newest} say of each, as far as they were read. */
    Map<Hash256, Found> search(List<Transaction> wanted, FinalizedHead newest) {
        Map<Hash256, Found> found = new HashMap<>();
        TreeMap<Long, List<Transaction>> at = new TreeMap<>();
        for (Transaction each : wanted) {
            found.put(each.id(), new Found.NotIn(first(each) - 1, ""));
            if (each.extrinsic() != null && first(each) <= last(each, newest)) {
                at.computeIfAbsent(first(each), _ -> new ArrayList<>()).add(each);
            }
        }
        for (var next = at.pollFirstEntry(); next != null; next = at.pollFirstEntry()) {
            long number = next.getKey();
            for (Transaction each : look(next.getValue(), number, newest, found)) {
                if (number < last(each, newest)) {
                    at.computeIfAbsent(number + 1, _ -> new ArrayList<>()).add(each);
                }
            }
        }
        return found;
    }

    /** Looks into one block, and answers those for which the search goes on after it. */
    private List<Transaction> look(
            List<Transaction> here, long number, FinalizedHead newest, Map<Hash256, Found> found) {
        Answer<FinalizedHead> head =
                number == newest.number() ? Answer.given(newest) : node.finalizedAt(number);
        return switch (head) {
            case Answer.Missing<FinalizedHead>(var _, String text) ->
                    stuck(here, number, text, found);
            case Answer.Given<FinalizedHead>(FinalizedHead block) ->
                    switch (node.body(block)) {
                        case Answer.Missing<List<Bytes>>(var _, String text) ->
                                stuck(here, number, text, found);
                        case Answer.Given<List<Bytes>>(List<Bytes> body) ->
                                look(here, block, body, found);
                    };
        };
    }

    private static List<Transaction> stuck(
            List<Transaction> here, long number, String why, Map<Hash256, Found> found) {
        here.forEach(each ->
                found.put(each.id(), new Found.NotIn(number - 1, "#" + number + ": " + why)));
        return List.of();
    }

    private List<Transaction> look(
            List<Transaction> here,
            FinalizedHead block,
            List<Bytes> body,
            Map<Hash256, Found> found) {
        List<Transaction> further = new ArrayList<>();
        for (Transaction each : here) {
            int index = body.indexOf(each.extrinsic());
            if (index < 0) {
                found.put(each.id(), new Found.NotIn(block.number(), ""));
                further.add(each);
            } else {
                found.put(each.id(), included(each, block, index));
            }
        }
        return further;
    }

    /** The first block that was not searched for it. */
    private static long first(Transaction transaction) {
        return Math.max(transaction.checkedTo(), transaction.birthBlock()) + 1;
    }

    /** The last final block that may hold it, as far as one search goes. */
    private static long last(Transaction transaction, FinalizedHead newest) {
        return Math.min(
                first(transaction) + MAX_BLOCKS - 1,
                Math.min(newest.number(), transaction.deathBlock() - 1));
    }

    private Found included(Transaction transaction, FinalizedHead block, int index) {
        return switch (outcome(block, index, transaction.signer())) {
            case Answer.Given<Outcome>(Outcome outcome) ->
                    new Found.In(block.block(), index, outcome);
            case Answer.Missing<Outcome>(Answer.Reason reason, String text) ->
                    reason == Answer.Reason.STATE_PRUNED
                            ? new Found.In(block.block(), index, new Outcome.Unclear(text))
                            : new Found.Unread(block.block(), index, text);
        };
    }

    private Answer<Outcome> outcome(FinalizedHead block, int index, Coldkey signer) {
        return node.runtime(block)
                .flatMap(runtime -> {
                    RuntimeMetadata known = metadata.of(runtime);
                    Bytes key = known.storageKey("System", "Events");
                    return node.read(block, List.of(key))
                            .map(read -> outcome(known, read, key, index, signer));
                });
    }

    private static Outcome outcome(
            RuntimeMetadata known, ProvenRead read, Bytes key, int index, Coldkey signer) {
        return switch (read.value(key)) {
            case StorageValue.Absent() -> new Outcome.Unclear("the block has no events");
            case StorageValue.Present(Bytes events) -> Outcome.of(known, events, index, signer);
        };
    }
}
