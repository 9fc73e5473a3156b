package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the entries below a prefix, or the keys to ask for where nodes are missing. */
final class PrefixEntries {

    private PrefixEntries() {}

    static PrefixRead below(NodeLookup nodes, byte[] root, Bytes prefix) {
        TrieWalk walk = new TrieWalk(nodes, root, prefix, Bytes.EMPTY, true, ReadProof.MAX_STEPS);
        TrieReader reader = new TrieReader(nodes);
        SortedMap<Bytes, Bytes> found = new TreeMap<>();
        List<Bytes> askNext = new ArrayList<>();
        long bytes = 0;
        while (askNext.size() < ReadProof.MAX_ASK_NEXT) {
            switch (walk.next()) {
                case ENTRY -> {
                    Bytes key = walk.key();
                    switch (reader.value(walk.node())) {
                        case StorageRead.Value(Bytes value) -> {
                            found.put(key, value);
                            bytes += key.size() + value.size();
                        }
                        case StorageRead.Absent _ ->
                                throw new IllegalStateException("an entry without value");
                        case StorageRead.Incomplete _ -> askNext.add(key);
                    }
                    if (found.size() > ReadProof.MAX_PREFIX_ENTRIES
                            || bytes > ReadProof.MAX_PREFIX_BYTES) {
                        return tooLarge(prefix);
                    }
                }
                case MISSING -> askNext.add(walk.missingKey());
                case EXHAUSTED -> {
                    return tooLarge(prefix);
                }
                case END -> {
                    return askNext.isEmpty()
                            ? new PrefixRead.Complete(found)
                            : new PrefixRead.Incomplete(askNext);
                }
            }
        }
        return new PrefixRead.Incomplete(askNext);
    }

    private static PrefixRead tooLarge(Bytes prefix) {
        return new PrefixRead.TooLarge(
                "more than "
                        + ReadProof.MAX_PREFIX_ENTRIES
                        + " entries or "
                        + ReadProof.MAX_PREFIX_BYTES
                        + " bytes below "
                        + prefix.toHex());
    }
}
