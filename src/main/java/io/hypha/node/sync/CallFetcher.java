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
import org.jspecify.annotations.Nullable;

/**
 * Fetches what one call needs of a state and is not at hand: at first by asking peers what the call
 * touches, afterwards key by key. Requests and time have an end.
 */
final class CallFetcher {

    private static final int MAX_REQUESTS = 1_024;
    private static final Duration MAX_TIME = Duration.ofSeconds(60);

    private final ProvenReader reader;
    private final FinalizedHead at;
    private final NodeCache.Bag bag;
    private final long begin = System.nanoTime();
    private @Nullable RuntimeCall call;
    private int requests;
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

    private Optional<String> fetch(
            Function<Source, Optional<Outcome<Boolean>>> question, BooleanSupplier enough) {
        if (requests >= MAX_REQUESTS || System.nanoTime() - begin > MAX_TIME.toNanos()) {
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
            Optional<Answer<Boolean>> _ = reader.askPeers(at, source -> proofOf(source, whole));
            if (enough.getAsBoolean()) {
                return Optional.empty();
            }
        }
        requests++;
        Answer<Boolean> answer =
                reader.ask(
                        at,
                        source ->
                                question.apply(source)
                                        .orElseGet(() ->
                                                enough.getAsBoolean()
                                                        ? new Outcome.Done<>(true)
                                                        : ProvenReader.incomplete(source, at)));
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
