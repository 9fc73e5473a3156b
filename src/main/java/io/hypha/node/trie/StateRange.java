package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.List;

/**
 * The proof of a run of entries, as {@code /state/2} serves it.
 *
 * @param nodes plain nodes and detached values, each once; {@link CompactProof#encode} makes them
 *     compact
 * @param entries how many entries they prove, those of child tries included
 * @param complete whether the run reaches the end of the state
 */
public record StateRange(List<Bytes> nodes, long entries, boolean complete) {

    public StateRange {
        nodes = List.copyOf(nodes);
    }
}
