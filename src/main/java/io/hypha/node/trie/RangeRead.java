package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A run of entries, each proven and none left out, from a start on. */
public sealed interface RangeRead {

    /** The entries of the run, in the order of keys. */
    SortedMap<Bytes, Bytes> entries();

    /** Proven: after the start these are all entries below the prefix. */
    record Complete(SortedMap<Bytes, Bytes> entries) implements RangeRead {
        public Complete {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    /**
     * Proven up to a key; what follows is not known, and never to be read as absent. To go on, ask
     * for what follows the last entry. A run without entries is no progress.
     *
     * @param upTo all keys between the start and this one, itself left out, are among the entries;
     *     it need not exist
     */
    record Partial(SortedMap<Bytes, Bytes> entries, Bytes upTo) implements RangeRead {
        public Partial {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }
}
