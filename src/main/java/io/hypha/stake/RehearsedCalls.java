package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.Answer;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs calls of the chain's code one after the other, with the signer's signature assumed. */
final class RehearsedCalls {

    private final LightNode node;
    private final FinalizedHead at;

    RehearsedCalls(LightNode node, FinalizedHead at) {
        this.node = node;
        this.at = at;
    }

    /** Whether all calls returned. */
    sealed interface Ran {

        record All(List<Bytes> results, List<StorageValue> after) implements Ran {}

        record No(String reason) implements Ran {}
    }

    Ran run(List<RuntimeCall> calls, Coldkey signer, List<Bytes> keys) {
        return switch (node.rehearse(at, calls, Set.of(signer.key()), keys)) {
            case Answer.Missing<Rehearsed>(var _, String text) ->
                    new Ran.No("The chain's runtime could not be run here: %s.".formatted(text));
            case Answer.Given<Rehearsed>(Rehearsed rehearsed) -> {
                List<Bytes> results = new ArrayList<>();
                for (ExecutedOutcome outcome : rehearsed.outcomes()) {
                    switch (outcome) {
                        case ExecutedOutcome.Returned(Bytes result) -> results.add(result);
                        case ExecutedOutcome.Trapped(String reason) -> {
                            yield new Ran.No("The chain's runtime gave up: %s.".formatted(reason));
                        }
                        case ExecutedOutcome.Limited(String reason) -> {
                            yield new Ran.No("It took more than a call may: %s.".formatted(reason));
                        }
                    }
                }
                yield results.size() < calls.size()
                        ? new Ran.No("The chain's runtime did not answer every call.")
                        : new Ran.All(
                                results, keys.stream().map(key -> after(rehearsed, key)).toList());
            }
        };
    }

    /** Where all calls returned, every key was read: one that is not there was not absent. */
    private static StorageValue after(Rehearsed rehearsed, Bytes key) {
        StorageValue value = rehearsed.after().get(key);
        if (value == null) {
            throw new IllegalStateException("a rehearsal did not read " + key);
        }
        return value;
    }
}
