package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;

/** The root of an ordered list: the extrinsics root of a header. */
public final class OrderedRoot {

    private OrderedRoot() {}

    /** State version 0 over keys {@code Compact(index)}; a list without items gives {@link TrieRoot#EMPTY}. */
    public static Hash256 of(List<Bytes> items) {
        return NotBuilt.yet();
    }
}
