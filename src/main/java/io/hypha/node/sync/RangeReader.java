package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.ProvenRange;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.Hedge.Outcome;
import io.hypha.node.trie.PartialTrie;
import io.hypha.node.trie.PrefixRead;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads every entry below a prefix. Level by level where few nodes are missing, as when a map is
 * read again at a newer block; where many are, a peer proves thousands of entries at once, and an
 * endpoint names the keys to ask for.
 */
final class RangeReader {

    private static final int MAX_ROUNDS = 512;

    /** From so many missing nodes on a whole run is asked for: two MiB beat as many paths. */
    private static final int MANY = 1_024;

    private static final int KNOWN_PREFIXES = 4_096;

    /** Prefixes that were read before: their nodes are most likely at hand. */
    private final Set<Bytes> readBefore =
            Collections.newSetFromMap(
                    Collections.synchronizedMap(
                            new LinkedHashMap<>(16, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<Bytes, Boolean> eldest) {
                                    return size() > KNOWN_PREFIXES;
                                }
                            }));

    /** The range, where the nodes at hand prove all of it. */
    Optional<ProvenRange> known(FinalizedHead at, Bytes prefix, NodeCache.Bag bag) {
        PartialTrie trie = new PartialTrie(at.stateRoot(), bag);
        return trie.entries(prefix) instanceof PrefixRead.Complete(var entries)
                ? Optional.of(new ProvenRange(at, prefix, entries, trie.used()))
                : Optional.empty();
    }

    Outcome<ProvenRange> from(Source source, FinalizedHead at, Bytes prefix, NodeCache.Bag bag) {
        if (!source.isPeer() && !readBefore.contains(prefix)) {
            List<Bytes> hinted = ProofFetcher.hintedKeys(source, at, prefix);
            Optional<Outcome<ProvenRange>> instead =
                    ProofFetcher.keys(source, at, hinted.isEmpty() ? List.of(prefix) : hinted, bag);
            if (instead.isPresent()) {
                return instead.get();
            }
        }
        // One for all rounds: what it found in one it does not look for again.
        PartialTrie trie = new PartialTrie(at.stateRoot(), bag);
        int known = -1;
        boolean run = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            switch (trie.entries(prefix)) {
                case PrefixRead.Complete(var entries) -> {
                    readBefore.add(prefix);
                    return new Outcome.Done<>(new ProvenRange(at, prefix, entries, trie.used()));
                }
                case PrefixRead.TooLarge(String reason) -> {
                    return new Outcome.NoUse<>(
                            "the entries below " + prefix + " are too many: " + reason);
                }
                case PrefixRead.Incomplete(List<Bytes> askNext) -> {
                    boolean stuck = bag.count() == known;
                    if (stuck && !run) {
                        return ProvenReader.incomplete(source, at);
                    }
                    known = bag.count();
                    // A run begins after its key; where just that one is missing it is no help.
                    run = source.isPeer() && askNext.size() >= MANY && !stuck;
                    Optional<Outcome<ProvenRange>> instead =
                            run
                                    ? ProofFetcher.run(source, at, askNext.getFirst(), bag)
                                    : ProofFetcher.keys(source, at, askNext, bag);
                    if (instead.isPresent()) {
                        return instead.get();
                    }
                }
            }
        }
        return ProvenReader.incomplete(source, at);
    }
}
