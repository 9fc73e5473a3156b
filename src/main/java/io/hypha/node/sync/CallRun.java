package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeCall;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.runtime.AssumedSignatures;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.Limit;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import io.hypha.node.trie.NodeSource;
import io.hypha.node.trie.PartialTrie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of one session, run on proven state. What is not at hand is fetched while they run: first
 * what peers say the first of them touches, then what they are seen to ask for, at last key by key.
 */
final class CallRun {

    /** What came of it, what it rested on, and the keys of the main trie that it read. */
    record Done(
            CodeShelf.Code code,
            List<ExecutedOutcome> outcomes,
            Map<Bytes, StorageValue> after,
            List<Bytes> proof,
            Set<Bytes> read) {}

    private static final Logger LOG = LoggerFactory.getLogger(CallRun.class);

    /** Runs that learn what a call asks for: as deep as one value leads to the key of another. */
    private static final int MAX_RUNS_AHEAD = 8;

    private final CallLimits limits;
    private final FinalizedHead at;
    private final CodeShelf.Code code;
    private final List<RuntimeCall> calls;
    private final Set<Hash256> signers;
    private final List<Bytes> after;
    private final NodeSource nodes;
    private final CallFetcher fetcher;

    CallRun(
            ProvenReader reader,
            CallLimits limits,
            FinalizedHead at,
            CodeShelf.Code code,
            List<RuntimeCall> calls,
            Set<Hash256> signers,
            List<Bytes> after,
            NodeCache.Bag bag) {
        this.limits = limits;
        this.at = at;
        this.code = code;
        this.calls = calls;
        this.signers = signers;
        this.after = after;
        this.nodes = hash -> hash.equals(code.hash()) ? Optional.of(code.blob()) : bag.get(hash);
        // On the block's state the first call alone can be proven: the others stand on its writes.
        this.fetcher = new CallFetcher(reader, at, bag, calls.getFirst());
    }

    Answer<Done> run() {
        Answer<Done> answer = attempt();
        if (!fetcher.gaveWay()) {
            return answer;
        }
        readAhead();
        fetcher.bePatient();
        return attempt();
    }

    /** Runs the calls to learn what they ask for and fetches it, until nothing new turns up. */
    private void readAhead() {
        long begin = System.nanoTime();
        for (int round = 0; round < MAX_RUNS_AHEAD; round++) {
            ReadAhead state = new ReadAhead(new PartialTrie(at.stateRoot(), nodes));
            RuntimeSession session = session(state);
            boolean goesOn = true;
            for (int i = 0; i < calls.size() && goesOn; i++) {
                RuntimeCall call = calls.get(i);
                goesOn =
                        session.call(call.method(), call.parameters())
                                instanceof CallOutcome.Returned;
            }
            List<Bytes> missing = state.missing();
            LOG.debug("{} keys ahead at {}", missing.size(), at.block());
            if (Thread.currentThread().isInterrupted()
                    || !fetcher.ahead(missing)
                    || System.nanoTime() - begin > limits.time().toNanos()) {
                return;
            }
        }
    }

    private RuntimeSession session(RuntimeState state) {
        return RuntimeSession.open(
                code.runnable(),
                state,
                limitsFor(state.get(StorageKeys.HEAP_PAGES)),
                new AssumedSignatures(signers));
    }

    private Answer<Done> attempt() {
        CallState state = new CallState(at, nodes, fetcher);
        // Part of the proof of every call: which code it was.
        state.get(StorageKeys.CODE);
        RuntimeSession session = session(state);
        List<ExecutedOutcome> outcomes = new ArrayList<>();
        for (RuntimeCall call : calls) {
            CallOutcome outcome = session.call(call.method(), call.parameters());
            LOG.debug("{} at {}: {}", call.method(), at.block(), outcome.getClass());
            Optional<ExecutedOutcome> ended = ended(outcome);
            if (ended.isEmpty()) {
                return unavailable(outcome);
            }
            outcomes.add(ended.get());
            if (!(outcome instanceof CallOutcome.Returned)) {
                break;
            }
        }
        Map<Bytes, StorageValue> values = new HashMap<>();
        if (outcomes.getLast() instanceof ExecutedOutcome.Returned) {
            for (Bytes key : after) {
                switch (session.read(key)) {
                    case StateAnswer.Value(Bytes value) ->
                            values.put(key, new StorageValue.Present(value));
                    case StateAnswer.Absent() -> values.put(key, new StorageValue.Absent());
                    case StateAnswer.Unavailable(String reason) -> {
                        return missing(reason);
                    }
                }
            }
        }
        Set<Bytes> read = new LinkedHashSet<>(state.read());
        read.remove(StorageKeys.CODE);
        return Answer.given(new Done(code, outcomes, values, state.proof(), read));
    }

    private CallLimits limitsFor(StateAnswer heapPages) {
        return heapPages instanceof StateAnswer.Value(Bytes pages)
                ? limits.withHeapPages(pages)
                : limits;
    }

    /** Empty where the state was not there. */
    private static Optional<ExecutedOutcome> ended(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Returned(Bytes result, var _) ->
                    Optional.of(new ExecutedOutcome.Returned(result));
            case CallOutcome.Trapped(String reason, var _) ->
                    Optional.of(new ExecutedOutcome.Trapped(reason));
            case CallOutcome.Limited(Limit limit, String reason, var _) ->
                    limit == Limit.INTERRUPTED
                            ? Optional.empty()
                            : Optional.of(new ExecutedOutcome.Limited(reason));
            case CallOutcome.Unavailable _ -> Optional.empty();
        };
    }

    private <T> Answer<T> unavailable(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Unavailable(String reason, var _) -> missing(reason);
            case CallOutcome.Limited _, CallOutcome.Returned _, CallOutcome.Trapped _ ->
                    Answer.missing(Reason.NO_PEER, "the question was given up");
        };
    }

    private <T> Answer<T> missing(String reason) {
        return fetcher.failure()
                .<Answer<T>>map(failure -> Answer.missing(failure.reason(), failure.text()))
                .orElseGet(() -> Answer.missing(Reason.UNSUPPORTED, reason));
    }
}
