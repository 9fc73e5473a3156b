package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.trie.KeyRead;
import io.hypha.node.trie.PartialTrie;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Runs the chain's own code on proven state: with the nodes at hand and, in one request, with those
 * of the keys that such a call read the last time. What is missing then, {@link CallRun} fetches.
 */
final class Calls {

    /** Each may take the memory that {@link CallLimits} grant. */
    private static final int AT_ONCE = 4;

    private static final long CACHE_BYTES = 8L << 20;
    private static final int MAX_KEPT_RESULT = 64 << 10;

    private record Question(Hash256 block, RuntimeCall call) {}

    private final ProvenReader reader;
    private final CodeShelf shelf;
    private final CodeCompiler compiler;
    private final CallLimits limits;
    private final ReadSets readSets = new ReadSets();
    private volatile Hash256 calledBefore = Hash256.ZERO;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final BoundedCache<Question, Executed> done =
            new BoundedCache<>(CACHE_BYTES, Calls::weight);

    Calls(ProvenReader reader, CodeShelf shelf, CodeCompiler compiler, CallLimits limits) {
        this.reader = reader;
        this.shelf = shelf;
        this.compiler = compiler;
        this.limits = limits;
    }

    /** The code itself is kept elsewhere. */
    private static long weight(Executed executed) {
        return 512
                + executed.parameters().size()
                + executed.proof().stream()
                        .mapToLong(Bytes::size)
                        .filter(size -> size < MAX_KEPT_RESULT)
                        .sum();
    }

    Answer<Executed> call(FinalizedHead at, RuntimeCall call) {
        return executed(at, call)
                .map(executed -> {
                    called(executed.codeHash());
                    return executed;
                });
    }

    /** Code that is called more than once is worth compiling. */
    private void called(Hash256 codeHash) {
        if (codeHash.equals(calledBefore)) {
            shelf.known(codeHash).ifPresent(code -> compiler.soon(code.runnable()));
        }
        calledBefore = codeHash;
    }

    /** The same for a call that is not worth compiling for: it is made once for each code. */
    Answer<Executed> executed(FinalizedHead at, RuntimeCall call) {
        Question question = new Question(at.hash(), call);
        Optional<Executed> before = done.get(question);
        if (before.isPresent()) {
            return Answer.given(before.get());
        }
        return run(at, List.of(call), Set.of(), List.of())
                .map(run -> {
                    Executed executed =
                            new Executed(
                                    at,
                                    run.code().hash(),
                                    run.code().specVersion(),
                                    call.method(),
                                    call.parameters(),
                                    run.outcomes().getFirst(),
                                    run.proof());
                    if (executed.outcome() instanceof ExecutedOutcome.Returned(Bytes result)
                            && result.size() <= MAX_KEPT_RESULT) {
                        done.put(question, executed);
                    }
                    return executed;
                });
    }

    Answer<Rehearsed> rehearse(
            FinalizedHead at,
            List<RuntimeCall> calls,
            Set<Hash256> assumedSigners,
            List<Bytes> keysToReadAfter) {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("a rehearsal of no call");
        }
        return run(at, calls, assumedSigners, keysToReadAfter)
                .map(run -> {
                    called(run.code().hash());
                    return new Rehearsed(
                            at,
                            run.code().hash(),
                            run.code().specVersion(),
                            calls,
                            run.outcomes(),
                            run.after(),
                            run.proof());
                });
    }

    private Answer<CallRun.Done> run(
            FinalizedHead at, List<RuntimeCall> calls, Set<Hash256> signers, List<Bytes> after) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.missing(Reason.NO_PEER, "the question was given up");
        }
        try {
            NodeCache.Bag bag = reader.bag();
            Optional<Answer.Missing<Boolean>> nothing = prepare(at, calls, after, bag);
            return nothing.isPresent()
                    ? nothing.get().flatMap(_ -> Answer.missing(Reason.NO_PEER, ""))
                    : shelf.at(at)
                            .flatMap(code ->
                                    new CallRun(
                                                    reader, limits, at, code, calls, signers, after,
                                                    bag)
                                            .run())
                            .map(run -> {
                                readSets.learn(run.code().hash(), calls, run.read());
                                return run;
                            });
        } finally {
            places.release();
        }
    }

    /**
     * Sees to it that the code's hash is proven, and asks with it for what such calls read the last
     * time: one request, or none where all is at hand.
     */
    private Optional<Answer.Missing<Boolean>> prepare(
            FinalizedHead at, List<RuntimeCall> calls, List<Bytes> after, NodeCache.Bag bag) {
        Set<Bytes> wanted = new LinkedHashSet<>();
        wanted.add(StorageKeys.BELOW_CODE);
        wanted.add(StorageKeys.HEAP_PAGES);
        shelf.newest().flatMap(code -> readSets.of(code, calls)).ifPresent(wanted::addAll);
        wanted.addAll(after);
        PartialTrie trie = new PartialTrie(at.stateRoot(), bag);
        List<Bytes> missing =
                wanted.stream().filter(key -> trie.find(key) instanceof KeyRead.Missing).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return reader.fetch(at, missing, bag) instanceof Answer.Missing<Boolean> none
                ? Optional.of(none)
                : Optional.empty();
    }
}
