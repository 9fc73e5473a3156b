package io.hypha.stake;

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

/**
 * Looks for signed bytes in the bodies of final blocks, each body once for all that are looked for.
 * The node checks a body against its block's extrinsics root, which is the proof of inclusion; what
 * an extrinsic did is read from its block's proven events.
 */
final class FinalSearch {

    /** So many blocks per search at most, so that it ends. */
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
         * @param searched newest block up to which every one was looked through
         */
        record NotIn(long searched) implements Found {}
    }

    /** By id, what the final blocks up to {@code newest} say of each, as far as they were read. */
    Map<Hash256, Found> search(List<Transaction> wanted, FinalizedHead newest) {
        Map<Hash256, Found> found = new HashMap<>();
        List<Transaction> open = new ArrayList<>();
        for (Transaction each : wanted) {
            found.put(each.id(), new Found.NotIn(first(each) - 1));
            if (each.extrinsic() != null && first(each) <= last(each, newest)) {
                open.add(each);
            }
        }
        long number = open.stream().mapToLong(FinalSearch::first).min().orElse(0);
        long end = number + MAX_BLOCKS;
        while (!open.isEmpty() && number < end) {
            List<Transaction> here = here(open, number);
            if (!here.isEmpty()) {
                look(here, number, newest, open, found);
            }
            long passed = number++;
            open.removeIf(each -> last(each, newest) <= passed);
        }
        return found;
    }

    private static List<Transaction> here(List<Transaction> open, long number) {
        return open.stream().filter(each -> first(each) <= number).toList();
    }

    /** Looks into one block, and takes those from {@code open} for which the search ends here. */
    private void look(
            List<Transaction> here,
            long number,
            FinalizedHead newest,
            List<Transaction> open,
            Map<Hash256, Found> found) {
        Answer<FinalizedHead> head =
                number == newest.number() ? Answer.given(newest) : node.finalizedAt(number);
        if (!(head instanceof Answer.Given<FinalizedHead>(FinalizedHead block))
                || !(node.body(block) instanceof Answer.Given<List<Bytes>>(List<Bytes> body))) {
            open.removeAll(here);
            return;
        }
        for (Transaction each : here) {
            int index = body.indexOf(each.extrinsic());
            if (index < 0) {
                found.put(each.id(), new Found.NotIn(number));
            } else {
                found.put(each.id(), included(block, index));
                open.remove(each);
            }
        }
    }

    /** The first block that was not searched for it. */
    private static long first(Transaction transaction) {
        return Math.max(transaction.checkedTo(), transaction.birthBlock()) + 1;
    }

    /** The last final block that may hold it. */
    private static long last(Transaction transaction, FinalizedHead newest) {
        return Math.min(newest.number(), transaction.deathBlock() - 1);
    }

    private Found included(FinalizedHead block, int index) {
        return switch (outcome(block, index)) {
            case Answer.Given<Outcome>(Outcome outcome) ->
                    new Found.In(block.block(), index, outcome);
            case Answer.Missing<Outcome>(Answer.Reason reason, String text) ->
                    reason == Answer.Reason.STATE_PRUNED
                            ? new Found.In(block.block(), index, new Outcome.Unclear(text))
                            : new Found.Unread(block.block(), index, text);
        };
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
}
