package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every entry below one prefix at one finalized block; the proof shows that none is left out. */
public record ProvenRange(
        FinalizedHead at, Bytes prefix, SortedMap<Bytes, Bytes> entries, List<Bytes> proof) {

    public ProvenRange {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        proof = List.copyOf(proof);
    }
}
