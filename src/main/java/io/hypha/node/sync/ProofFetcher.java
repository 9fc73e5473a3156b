package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.Hedge.Outcome;
import io.hypha.node.trie.CompactProof;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Fetches trie nodes from one source and checks that they hang under the block's state root. Any
 * source may serve them; a proof that breaks the encoding or hangs elsewhere is a lie.
 */
final class ProofFetcher {

    static final int KEYS_PER_REQUEST = 512;

    private static final int KEYS_PER_PAGE = 1_000;
    private static final int MAX_RANGE_KEYS = 1 << 20;

    private ProofFetcher() {}

    /** Fetches the nodes of these keys in batches; empty when all came, else what came instead. */
    static <T> Optional<Outcome<T>> keys(
            Source source, FinalizedHead at, List<Bytes> keys, NodeCache.Bag bag) {
        for (int from = 0; from < keys.size(); from += KEYS_PER_REQUEST) {
            List<Bytes> part = keys.subList(from, Math.min(keys.size(), from + KEYS_PER_REQUEST));
            Optional<Outcome<T>> instead = batch(source, at, part, bag);
            if (instead.isPresent()) {
                return instead;
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<Outcome<T>> batch(
            Source source, FinalizedHead at, List<Bytes> keys, NodeCache.Bag bag) {
        return switch (source.node().readProof(at.hash(), keys)) {
            case Reply.Failed<List<Bytes>>(Fault.TooLarge _) when keys.size() > 1 ->
                    halves(source, at, keys, bag);
            case Reply.Failed<List<Bytes>>(Fault fault) -> Optional.of(failed(source, at, fault));
            case Reply.Got<List<Bytes>>(List<Bytes> nodes) -> taken(source, at, nodes, bag);
        };
    }

    /** Fetches the nodes of keys of a child trie; empty when they came. */
    static <T> Optional<Outcome<T>> childKeys(
            Source source,
            FinalizedHead at,
            Bytes childStorageKey,
            List<Bytes> keys,
            NodeCache.Bag bag) {
        return taken(source, at, source.node().childProof(at.hash(), childStorageKey, keys), bag);
    }

    /**
     * Fetches the nodes that a call touches, as the source says; empty when they came. They may be
     * too few.
     */
    static <T> Optional<Outcome<T>> call(
            Source source, FinalizedHead at, RuntimeCall call, NodeCache.Bag bag) {
        return taken(source, at, source.node().callProof(at.hash(), call), bag);
    }

    private static <T> Optional<Outcome<T>> taken(
            Source source, FinalizedHead at, Reply<List<Bytes>> reply, NodeCache.Bag bag) {
        return switch (reply) {
            case Reply.Failed<List<Bytes>>(Fault fault) -> Optional.of(failed(source, at, fault));
            case Reply.Got<List<Bytes>>(List<Bytes> nodes) -> taken(source, at, nodes, bag);
        };
    }

    /** Many large values do not fit into one answer. */
    private static <T> Optional<Outcome<T>> halves(
            Source source, FinalizedHead at, List<Bytes> keys, NodeCache.Bag bag) {
        int middle = keys.size() / 2;
        Optional<Outcome<T>> instead = batch(source, at, keys.subList(0, middle), bag);
        return instead.isPresent()
                ? instead
                : batch(source, at, keys.subList(middle, keys.size()), bag);
    }

    private static <T> Optional<Outcome<T>> taken(
            Source source, FinalizedHead at, List<Bytes> nodes, NodeCache.Bag bag) {
        return switch (ReadProof.check(at.stateRoot(), nodes)) {
            case ProofCheck.Invalid(String reason) -> {
                source.lie("a read proof at #" + at.number(), reason);
                yield Optional.of(new Outcome.NoUse<>(source.address() + " gave a refuted proof"));
            }
            case ProofCheck.Valid _ ->
                    bag.addAll(nodes)
                            ? Optional.empty()
                            : Optional.of(new Outcome.NoUse<>(bag.full()));
        };
    }

    /** Fetches a whole run of entries after {@code start}; empty when it came. */
    static <T> Optional<Outcome<T>> run(
            Source source, FinalizedHead at, Bytes start, NodeCache.Bag bag) {
        return switch (source.node().rangeProof(at.hash(), start)) {
            case Reply.Failed<Bytes>(Fault.Refused _) -> Optional.empty();
            case Reply.Failed<Bytes>(Fault fault) -> Optional.of(failed(source, at, fault));
            case Reply.Got<Bytes>(Bytes compact) ->
                    switch (CompactProof.decode(compact, at.stateRoot())) {
                        case CompactProof.Invalid(String reason) -> {
                            source.lie("a range proof at #" + at.number(), reason);
                            yield Optional.of(
                                    new Outcome.NoUse<>(
                                            source.address() + " gave a refuted proof"));
                        }
                        case CompactProof.Nodes(List<Bytes> plain) -> taken(source, at, plain, bag);
                    };
        };
    }

    private static <T> Outcome<T> failed(Source source, FinalizedHead at, Fault fault) {
        source.fault(fault);
        if (fault instanceof Fault.NotThere) {
            source.hasNoState(at.number());
            return new Outcome.NotThere<>();
        }
        return new Outcome.NoUse<>(source.address() + ": " + fault.text());
    }

    /**
     * The keys that a source names below a prefix; what is no key of that prefix is left out. Which
     * ones are asked for is a hint, that none is left out is proven.
     */
    static List<Bytes> hintedKeys(Source source, FinalizedHead at, Bytes prefix) {
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
}
