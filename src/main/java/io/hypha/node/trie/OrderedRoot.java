package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The root of an ordered list: the extrinsics root of a header. */
public final class OrderedRoot {

    private OrderedRoot() {}

    /**
     * State version 0 over keys {@code Compact(index)}; a list without items gives {@link
     * TrieRoot#EMPTY}.
     */
    public static Hash256 of(List<Bytes> items) {
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        for (int i = 0; i < items.size(); i++) {
            entries.put(
                    new ScaleCodecWriter().writeCompact(i).toBytes(), TrieValue.of(items.get(i)));
        }
        return TrieRoot.of(StateVersion.V0, entries);
    }
}
