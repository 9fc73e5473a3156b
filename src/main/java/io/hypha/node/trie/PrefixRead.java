package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a proof says about all keys below one prefix. */
public sealed interface PrefixRead {

    /** Proven: these are all entries below the prefix. */
    record Complete(SortedMap<Bytes, Bytes> entries) implements PrefixRead {
        public Complete {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    /**
     * Some nodes or detached values below the prefix are not in the proof.
     *
     * @param askNext keys, at least one, in order, each below the prefix or a prefix of it; they
     *     need not exist. A read proof of them brings the nodes that are missing now; what hangs
     *     below those may need another round.
     */
    record Incomplete(List<Bytes> askNext) implements PrefixRead {
        public Incomplete {
            askNext = List.copyOf(askNext);
        }
    }

    /** More entries, or longer keys, than this room enumerates. */
    record TooLarge(String reason) implements PrefixRead {}
}
