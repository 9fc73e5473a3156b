package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.PrefixRead;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads storage at final blocks. Any endpoint may serve the trie nodes, in turn; what counts is
 * that they hang under the block's state root. A proof that breaks the encoding or hangs elsewhere
 * is a lie; one that ends too early is asked for again, then elsewhere.
 */
final class ProvenReader {

    private static final int KEYS_PER_REQUEST = 512;
    private static final int KEYS_PER_PAGE = 1_000;
    private static final int MAX_RANGE_ROUNDS = 512;
    private static final int MAX_RANGE_KEYS = 1 << 20;
    private static final long CACHE_BYTES = 24L << 20;

    private record ReadKey(Hash256 block, List<Bytes> keys) {}

    private final Sources sources;
    private final Function<FinalizedHead, String> pruned;
    private final BoundedCache<ReadKey, ProvenRead> reads =
            new BoundedCache<>(
                    CACHE_BYTES, each -> 512 + 128L * each.values().size() + bytes(each.proof()));
    private final BoundedCache<ReadKey, ProvenRange> ranges =
            new BoundedCache<>(
                    CACHE_BYTES, each -> 512 + 128L * each.entries().size() + bytes(each.proof()));

    /**
     * @param pruned words for a block whose state nobody has any more
     */
    ProvenReader(Sources sources, Function<FinalizedHead, String> pruned) {
        this.sources = sources;
        this.pruned = pruned;
    }

    private static long bytes(List<Bytes> proof) {
        return proof.stream().mapToLong(Bytes::size).sum();
    }

    /** What one endpoint made of a question. */
    private sealed interface Outcome {

        /** Everything that was asked is proven. */
        record Done() implements Outcome {}

        /** This endpoint does not have the state. */
        record NotThere() implements Outcome {}

        /** No use: silent, refuted, or proofs that end too early. */
        record NoUse(String why) implements Outcome {}
    }

    Answer<ProvenRead> read(FinalizedHead at, List<Bytes> keys) {
        if (keys.size() > LightNode.MAX_KEYS) {
            throw new IllegalArgumentException(
                    "at most " + LightNode.MAX_KEYS + " keys, found " + keys.size());
        }
        List<Bytes> distinct = keys.stream().distinct().toList();
        ReadKey cacheKey = new ReadKey(at.hash(), distinct);
        Optional<ProvenRead> cached = reads.get(cacheKey);
        if (cached.isPresent()) {
            return Answer.given(cached.get());
        }
        Map<Bytes, StorageValue> values = new HashMap<>();
        ProofNodes nodes = new ProofNodes();
        return ask(at, source -> readFrom(source, at, distinct, values, nodes))
                .map(_ -> {
                    ProvenRead read = new ProvenRead(at, values, nodes.all());
                    reads.put(cacheKey, read);
                    return read;
                });
    }

    /**
     * Every entry below a prefix; which keys to ask for is a hint, that none is left out is proven.
     */
    Answer<ProvenRange> readRange(FinalizedHead at, Bytes prefix) {
        ReadKey cacheKey = new ReadKey(at.hash(), List.of(prefix));
        Optional<ProvenRange> cached = ranges.get(cacheKey);
        if (cached.isPresent()) {
            return Answer.given(cached.get());
        }
        ProofNodes nodes = new ProofNodes();
        List<ProvenRange> found = new ArrayList<>(1);
        return ask(at, source -> rangeFrom(source, at, prefix, nodes, found))
                .map(_ -> {
                    ranges.put(cacheKey, found.getFirst());
                    return found.getFirst();
                });
    }

    /** Whether some endpoint has the state of that block now; asked anew each time. */
    Answer<FinalizedHead> servable(FinalizedHead at) {
        List<Bytes> key = List.of(StorageKeys.LAST_RUNTIME_UPGRADE);
        return ask(
                        at,
                        source ->
                                fetch(source, at, key, new ProofNodes())
                                        .refused()
                                        .orElseGet(Outcome.Done::new))
                .map(_ -> at);
    }

    private Answer<Outcome> ask(FinalizedHead at, Function<Source, Outcome> question) {
        boolean notThere = false;
        String last = "";
        for (Source source : sources.usable()) {
            switch (question.apply(source)) {
                case Outcome.Done done -> {
                    return Answer.given(done);
                }
                case Outcome.NotThere _ -> notThere = true;
                case Outcome.NoUse(String why) -> last = why;
            }
        }
        if (notThere) {
            return Answer.missing(Reason.STATE_PRUNED, pruned.apply(at));
        }
        return Answer.missing(Reason.NO_PEER, last.isEmpty() ? sources.whyNone() : last);
    }

    private Outcome readFrom(
            Source source,
            FinalizedHead at,
            List<Bytes> keys,
            Map<Bytes, StorageValue> values,
            ProofNodes nodes) {
        for (int attempt = 0; attempt < 2; attempt++) {
            List<Bytes> missing = keys.stream().filter(key -> !values.containsKey(key)).toList();
            for (int from = 0; from < missing.size(); from += KEYS_PER_REQUEST) {
                List<Bytes> part =
                        missing.subList(from, Math.min(missing.size(), from + KEYS_PER_REQUEST));
                Fetched fetched = fetch(source, at, part, nodes);
                if (fetched.refused().isPresent()) {
                    return fetched.refused().get();
                }
                ReadProof proof = fetched.proof().orElseThrow();
                for (Bytes key : part) {
                    switch (proof.read(key)) {
                        case StorageRead.Value(Bytes value) ->
                                values.put(key, new StorageValue.Present(value));
                        case StorageRead.Absent _ -> values.put(key, new StorageValue.Absent());
                        case StorageRead.Incomplete _ -> {}
                    }
                }
            }
            if (values.size() == keys.size()) {
                return new Outcome.Done();
            }
        }
        return incomplete(source, at);
    }

    private static Outcome incomplete(Source source, FinalizedHead at) {
        source.fault(
                new Fault.Refused(0, "read proofs at " + at.block() + " end too early", ""));
        return new Outcome.NoUse(source.address() + " gives read proofs that end too early");
    }

    private Outcome rangeFrom(
            Source source,
            FinalizedHead at,
            Bytes prefix,
            ProofNodes nodes,
            List<ProvenRange> found) {
        if (nodes.isEmpty()) {
            List<Bytes> hinted = hintedKeys(source, at, prefix);
            for (int from = 0; from == 0 || from < hinted.size(); from += KEYS_PER_REQUEST) {
                List<Bytes> part =
                        hinted.subList(from, Math.min(hinted.size(), from + KEYS_PER_REQUEST));
                Fetched fetched = fetch(source, at, part.isEmpty() ? List.of(prefix) : part, nodes);
                if (fetched.refused().isPresent()) {
                    return fetched.refused().get();
                }
            }
        }
        int known = -1;
        for (int round = 0; round < MAX_RANGE_ROUNDS; round++) {
            List<Bytes> all = nodes.all();
            if (!(ReadProof.check(at.stateRoot(), all)
                    instanceof ProofCheck.Valid(ReadProof union))) {
                throw new IllegalStateException(
                        "valid proofs under one root became invalid together");
            }
            switch (union.entries(prefix)) {
                case PrefixRead.Complete(var entries) -> {
                    found.add(new ProvenRange(at, prefix, entries, all));
                    return new Outcome.Done();
                }
                case PrefixRead.TooLarge(String reason) -> {
                    return new Outcome.NoUse(
                            "the entries below " + prefix + " are too many: " + reason);
                }
                case PrefixRead.Incomplete(List<Bytes> askNext) -> {
                    if (all.size() == known) {
                        return incomplete(source, at);
                    }
                    known = all.size();
                    List<Bytes> part =
                            askNext.subList(0, Math.min(askNext.size(), KEYS_PER_REQUEST));
                    Fetched fetched = fetch(source, at, part, nodes);
                    if (fetched.refused().isPresent()) {
                        return fetched.refused().get();
                    }
                }
            }
        }
        return incomplete(source, at);
    }

    /**
     * The keys that the endpoint names below a prefix; what is no key of that prefix is left out.
     */
    private static List<Bytes> hintedKeys(Source source, FinalizedHead at, Bytes prefix) {
        LinkedHashSet<Bytes> keys = new LinkedHashSet<>();
        Bytes start = Bytes.EMPTY;
        while (keys.size() < MAX_RANGE_KEYS) {
            List<Bytes> page =
                    source.take(source.node().keys(prefix, KEYS_PER_PAGE, start, at.hash()))
                            .orElse(List.of());
            int before = keys.size();
            page.stream().filter(key -> key.startsWith(prefix)).forEach(keys::add);
            if (page.size() < KEYS_PER_PAGE || keys.size() == before) {
                break;
            }
            start = page.getLast();
        }
        return List.copyOf(keys);
    }

    /** A proof that was checked, or what the endpoint did instead. */
    private record Fetched(List<ReadProof> checked, List<Outcome> instead) {
        Optional<ReadProof> proof() {
            return checked.stream().findFirst();
        }

        Optional<Outcome> refused() {
            return instead.stream().findFirst();
        }

        static Fetched refused(Outcome why) {
            return new Fetched(List.of(), List.of(why));
        }
    }

    private static Fetched fetch(
            Source source, FinalizedHead at, List<Bytes> keys, ProofNodes nodes) {
        return switch (source.node().readProof(at.hash(), keys)) {
            case Reply.Failed<List<Bytes>>(Fault fault) -> {
                if (fault instanceof Fault.NotThere) {
                    yield Fetched.refused(new Outcome.NotThere());
                }
                source.fault(fault);
                yield Fetched.refused(new Outcome.NoUse(source.address() + ": " + fault.text()));
            }
            case Reply.Got<List<Bytes>>(List<Bytes> proof) ->
                    switch (ReadProof.check(at.stateRoot(), proof)) {
                        case ProofCheck.Invalid(String reason) -> {
                            source.lie("a read proof at #" + at.number(), reason);
                            yield Fetched.refused(
                                    new Outcome.NoUse(source.address() + " gave a refuted proof"));
                        }
                        case ProofCheck.Valid(ReadProof valid) ->
                                nodes.addAll(proof)
                                        ? new Fetched(List.of(valid), List.of())
                                        : Fetched.refused(
                                                new Outcome.NoUse("the proof grows beyond bounds"));
                    };
        };
    }
}
