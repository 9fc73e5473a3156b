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
import io.hypha.node.sync.Hedge.Outcome;
import io.hypha.node.trie.KeyRead;
import io.hypha.node.trie.PartialTrie;
import io.hypha.node.trie.StorageRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads storage at final blocks. Nodes of the trie that are known from earlier reads are not asked
 * for again; any source may serve the rest. What counts is that they hang under the block's state
 * root. A source whose proofs end too early is asked again, then another.
 */
final class ProvenReader {

    private static final long CACHE_BYTES = 16L << 20;

    /** Levels of a trie, and more: then a source that brings node after node is left. */
    private static final int MAX_ROUNDS = 16;

    /** Keys that are asked for first, of many. */
    private static final int SPREAD = 32;

    private record ReadKey(Hash256 block, List<Bytes> keys) {}

    private final Sources sources;
    private final Hedge hedge;
    private final Function<FinalizedHead, String> pruned;
    private final NodeCache nodes = new NodeCache();
    private final RangeReader rangeReader = new RangeReader();
    private final BoundedCache<ReadKey, ProvenRead> reads =
            new BoundedCache<>(
                    CACHE_BYTES, each -> 512 + 128L * each.values().size() + bytes(each.proof()));
    private final BoundedCache<ReadKey, ProvenRange> ranges =
            new BoundedCache<>(
                    CACHE_BYTES, each -> 512 + 128L * each.entries().size() + bytes(each.proof()));

    /**
     * @param pruned words for a block whose state nobody has any more
     */
    ProvenReader(Sources sources, Hedge hedge, Function<FinalizedHead, String> pruned) {
        this.sources = sources;
        this.hedge = hedge;
        this.pruned = pruned;
    }

    private static long bytes(List<Bytes> proof) {
        return proof.stream().mapToLong(Bytes::size).sum();
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
        NodeCache.Bag bag = nodes.bag();
        Attempt known = attempt(at, distinct, bag);
        Answer<ProvenRead> answer =
                known.missing().isEmpty()
                        ? Answer.given(known.read(at))
                        : ask(at, source -> readFrom(source, at, distinct, bag));
        return answer.map(read -> {
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
        NodeCache.Bag bag = nodes.bag();
        Optional<ProvenRange> known = rangeReader.known(at, prefix, bag);
        Answer<ProvenRange> answer =
                known.isPresent()
                        ? Answer.given(known.get())
                        : ask(at, source -> rangeReader.from(source, at, prefix, bag));
        return answer.map(range -> {
            ranges.put(cacheKey, range);
            return range;
        });
    }

    /**
     * The BLAKE2b-256 of a value, without fetching the value where it is a long one: a key just
     * below is asked for, whose absence needs the node of this one.
     */
    Answer<Hash256> valueHash(FinalizedHead at, Bytes key) {
        NodeCache.Bag bag = nodes.bag();
        Optional<Hash256> known = new PartialTrie(at.stateRoot(), bag).valueHash(key);
        if (known.isPresent()) {
            return Answer.given(known.get());
        }
        List<Bytes> below = List.of(Bytes.concat(key, Bytes.ofInts(0)));
        return ask(
                at,
                source -> {
                    Optional<Outcome<Hash256>> instead = ProofFetcher.keys(source, at, below, bag);
                    return instead.orElseGet(() -> hashed(source, at, key, bag));
                });
    }

    private static Outcome<Hash256> hashed(
            Source source, FinalizedHead at, Bytes key, NodeCache.Bag bag) {
        PartialTrie trie = new PartialTrie(at.stateRoot(), bag);
        if (trie.read(key) instanceof StorageRead.Absent) {
            return new Outcome.NoUse<>("the state of " + at.block() + " has no value at " + key);
        }
        return trie.valueHash(key)
                .<Outcome<Hash256>>map(Outcome.Done::new)
                .orElseGet(() -> incomplete(source, at));
    }

    /** Whether some source has the state of that block now; asked anew each time. */
    Answer<FinalizedHead> servable(FinalizedHead at) {
        List<Bytes> key = List.of(StorageKeys.LAST_RUNTIME_UPGRADE);
        return ask(
                at,
                source -> {
                    Optional<Outcome<FinalizedHead>> instead =
                            ProofFetcher.keys(source, at, key, nodes.bag());
                    return instead.orElseGet(() -> new Outcome.Done<>(at));
                });
    }

    /**
     * Fetches the nodes that lead to these keys and are not at hand: of many keys most of what
     * hangs below a changed node is, and is not asked for again.
     */
    Answer<Boolean> fetch(FinalizedHead at, List<Bytes> keys, NodeCache.Bag bag) {
        return ask(at, source -> readFrom(source, at, keys, bag)).map(_ -> true);
    }

    /** A bag for the nodes of one question, on top of those that are kept. */
    NodeCache.Bag bag() {
        return nodes.bag();
    }

    /** Puts a question about the state of that block to sources until one answers it. */
    <T> Answer<T> ask(FinalizedHead at, Function<Source, Outcome<T>> question) {
        return ask(at, sources.withState(at.number()), question);
    }

    /** Asks only peers; empty where there is none. */
    <T> Optional<Answer<T>> askPeers(FinalizedHead at, Function<Source, Outcome<T>> question) {
        List<Source> peers =
                sources.withState(at.number()).stream().filter(Source::isPeer).toList();
        return peers.isEmpty() ? Optional.empty() : Optional.of(ask(at, peers, question));
    }

    private <T> Answer<T> ask(
            FinalizedHead at, List<Source> among, Function<Source, Outcome<T>> question) {
        boolean notThere = false;
        String last = "";
        for (Outcome<T> outcome : hedge.ask(among, question)) {
            switch (outcome) {
                case Outcome.Done<T>(T value) -> {
                    return Answer.given(value);
                }
                case Outcome.NotThere<T> _ -> notThere = true;
                case Outcome.NoUse<T>(String why) -> last = why;
            }
        }
        if (notThere) {
            return Answer.missing(Reason.STATE_PRUNED, pruned.apply(at));
        }
        return Answer.missing(Reason.NO_PEER, last.isEmpty() ? sources.whyNone() : last);
    }

    /**
     * How far the nodes at hand lead.
     *
     * @param byNode of the keys that are missing, the first for each node that is not at hand
     */
    private record Attempt(
            Map<Bytes, StorageValue> values,
            List<Bytes> missing,
            Map<Hash256, Bytes> byNode,
            List<Bytes> used) {

        ProvenRead read(FinalizedHead at) {
            return new ProvenRead(at, values, used);
        }

        /**
         * All keys that are missing, where one request takes them. Of more only one for each node,
         * level by level: at a newer block most of what hangs below a changed node is at hand. The
         * root always changes; a few keys spread over all bring it with most of what is next.
         */
        List<Bytes> askNext() {
            if (missing.size() <= ProofFetcher.KEYS_PER_REQUEST) {
                return missing;
            }
            return byNode.size() > 1
                    ? List.copyOf(byNode.values())
                    : IntStream.range(0, SPREAD)
                            .mapToObj(i -> missing.get(missing.size() / SPREAD * i))
                            .toList();
        }
    }

    private static Attempt attempt(FinalizedHead at, List<Bytes> keys, NodeCache.Bag bag) {
        PartialTrie trie = new PartialTrie(at.stateRoot(), bag);
        Map<Bytes, StorageValue> values = new HashMap<>();
        List<Bytes> missing = new ArrayList<>();
        Map<Hash256, Bytes> byNode = new LinkedHashMap<>();
        for (Bytes key : keys) {
            switch (trie.find(key)) {
                case KeyRead.Value(Bytes value) -> values.put(key, new StorageValue.Present(value));
                case KeyRead.Absent _ -> values.put(key, new StorageValue.Absent());
                case KeyRead.Missing(Hash256 node) -> {
                    missing.add(key);
                    byNode.putIfAbsent(node, key);
                }
            }
        }
        return new Attempt(values, missing, byNode, missing.isEmpty() ? trie.used() : List.of());
    }

    /** Each answer must bring nodes that were not at hand. */
    private static Outcome<ProvenRead> readFrom(
            Source source, FinalizedHead at, List<Bytes> keys, NodeCache.Bag bag) {
        int known = -1;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Attempt attempt = attempt(at, keys, bag);
            if (attempt.missing().isEmpty()) {
                return new Outcome.Done<>(attempt.read(at));
            }
            if (bag.count() == known) {
                break;
            }
            known = bag.count();
            Optional<Outcome<ProvenRead>> instead =
                    ProofFetcher.keys(source, at, attempt.askNext(), bag);
            if (instead.isPresent()) {
                return instead.get();
            }
        }
        return incomplete(source, at);
    }

    static <T> Outcome<T> incomplete(Source source, FinalizedHead at) {
        source.fault(new Fault.Refused(0, "read proofs at " + at.block() + " end too early", ""));
        return new Outcome.NoUse<>(source.address() + " gives read proofs that end too early");
    }
}
