package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.Hedge.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what calls need of a state and is not at hand: at first by asking peers what the first of
 * them touches, afterwards key by key. After a few single keys it gives way, once, to reading
 * ahead. Requests and time have an end.
 */
final class CallFetcher {

    /** Keys that are fetched one by one before it is worth running the calls to learn of more. */
    private static final int FEW = 4;

    private static final int MAX_REQUESTS = 1_024;
    private static final Duration MAX_TIME = Duration.ofSeconds(60);

    private final ProvenReader reader;
    private final FinalizedHead at;
    private final NodeCache.Bag bag;
    private @Nullable RuntimeCall call;
    private boolean isPatient;
    private boolean gaveWay;
    private int single;
    private int requests;
    private long waitedNanos;
    private Answer.@Nullable Missing<?> failure;

    /**
     * @param call whose proof peers are asked for; none: only keys are asked for
     */
    CallFetcher(
            ProvenReader reader, FinalizedHead at, NodeCache.Bag bag, @Nullable RuntimeCall call) {
        this.reader = reader;
        this.at = at;
        this.bag = bag;
        this.call = call;
    }

    /** Why something could not be had, if that was so. */
    Optional<Answer.Missing<?>> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Fetches the nodes of these keys of the main trie.
     *
     * @param enough whether what was asked is known now; may run on any thread
     * @return words for why it could not be had; empty when it came
     */
    Optional<String> keys(List<Bytes> keys, BooleanSupplier enough) {
        return fetch(source -> ProofFetcher.keys(source, at, keys, bag), enough);
    }

    /** The same for keys of a child trie. */
    Optional<String> childKeys(Bytes childName, List<Bytes> keys, BooleanSupplier enough) {
        Bytes root = Bytes.concat(StorageKeys.CHILD_STORAGE, childName);
        return fetch(source -> ProofFetcher.childKeys(source, at, root, keys, bag), enough);
    }

    /** Whether it stopped a call that asks for one key after the other. */
    boolean gaveWay() {
        return gaveWay;
    }

    /** From now on as many keys one by one as it takes. */
    void bePatient() {
        isPatient = true;
    }

    /**
     * Fetches what calls are likely to ask for.
     *
     * @return whether that brought anything
     */
    boolean ahead(List<Bytes> keys) {
        if (keys.isEmpty() || isOver()) {
            return false;
        }
        int before = bag.count();
        requests += Math.ceilDiv(keys.size(), ProofFetcher.KEYS_PER_REQUEST);
        Answer<Boolean> _ = waitingFor(() -> reader.fetch(at, keys, bag));
        return bag.count() > before;
    }

    private boolean isOver() {
        return requests >= MAX_REQUESTS || waitedNanos > MAX_TIME.toNanos();
    }

    private <T> T waitingFor(Supplier<T> answer) {
        long begin = System.nanoTime();
        try {
            return answer.get();
        } finally {
            waitedNanos += System.nanoTime() - begin;
        }
    }

    private Optional<String> fetch(
            Function<Source, Optional<Outcome<Boolean>>> question, BooleanSupplier enough) {
        if (isOver()) {
            return failed(
                    new Answer.Missing<>(
                            Reason.NO_PEER,
                            "the call needs more of the state than "
                                    + MAX_REQUESTS
                                    + " requests or "
                                    + MAX_TIME.toSeconds()
                                    + " seconds bring"));
        }
        RuntimeCall whole = call;
        if (whole != null) {
            // Whatever comes of it: what is missing afterwards is asked for by key.
            call = null;
            requests++;
            Optional<Answer<Boolean>> _ =
                    waitingFor(() -> reader.askPeers(at, source -> proofOf(source, whole)));
            if (enough.getAsBoolean()) {
                return Optional.empty();
            }
        }
        if (!isPatient && single++ >= FEW) {
            gaveWay = true;
            return Optional.of("the call asks for one key after the other");
        }
        requests++;
        Answer<Boolean> answer =
                waitingFor(() ->
                        reader.ask(
                                at,
                                source ->
                                        question.apply(source)
                                                .orElseGet(() ->
                                                        enough.getAsBoolean()
                                                                ? new Outcome.Done<>(true)
                                                                : ProvenReader.incomplete(
                                                                        source, at))));
        return answer instanceof Answer.Missing<Boolean> missing
                ? failed(missing)
                : Optional.empty();
    }

    private Outcome<Boolean> proofOf(Source source, RuntimeCall whole) {
        Optional<Outcome<Boolean>> instead = ProofFetcher.call(source, at, whole, bag);
        return instead.orElseGet(() -> new Outcome.Done<>(true));
    }

    private Optional<String> failed(Answer.Missing<?> missing) {
        failure = missing;
        return Optional.of(missing.text());
    }
}
