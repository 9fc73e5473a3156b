package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects the nodes of a run of entries until they exceed a limit. The entry that exceeds it is in
 * the proof, too, so that each proof brings at least one. Where the main trie holds a child trie's
 * root, the child's entries follow at once, then the main trie goes on; of two children with one
 * root the second is passed over.
 *
 * <p>The order and the limit are those of Substrate's {@code
 * prove_range_read_with_child_with_size}.
 */
final class RangeProver {

    /** What the length of a vector takes, roughly. */
    private static final int LENGTH_BYTES = 2;

    private final NodeSource nodes;
    private final Hash256 root;
    private final long byteLimit;

    private final Map<Hash256, Bytes> used = new LinkedHashMap<>();
    private final StoredNodes recording;
    private final TrieReader reader;
    private final Set<Bytes> childRoots = new HashSet<>();
    private long bytes;
    private long entries;

    RangeProver(NodeSource nodes, Hash256 root, long byteLimit) {
        this.nodes = nodes;
        this.root = root;
        this.byteLimit = byteLimit;
        this.recording = new StoredNodes(this::recorded);
        this.reader = new TrieReader(recording);
    }

    private Optional<Bytes> recorded(Hash256 hash) {
        Bytes known = used.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Bytes> found = StoredNodes.lookup(nodes, hash);
        found.ifPresent(node -> {
            used.put(hash, node);
            bytes += node.size() + LENGTH_BYTES;
        });
        return found;
    }

    /** Empty when the start names a child trie that is not there, or too many keys. */
    Optional<StateRange> prove(List<Bytes> start) {
        recording.node(root.toArray(), 0, new NodeView());
        return switch (start.size()) {
            case 0 -> Optional.of(main(walk(root, Bytes.EMPTY, true)));
            case 1 -> Optional.of(main(walk(root, start.getFirst(), false)));
            case 2 -> fromChild(start.getFirst(), start.getLast());
            default -> Optional.empty();
        };
    }

    private Optional<StateRange> fromChild(Bytes childKey, Bytes after) {
        if (!childKey.startsWith(StorageKeys.CHILD_STORAGE)
                || !(reader.read(root.toArray(), childKey.toArray())
                        instanceof StorageRead.Value(Bytes childRoot))
                || childRoot.size() != Hash256.SIZE) {
            return Optional.empty();
        }
        childRoots.add(childRoot);
        return Optional.of(
                takeAll(walk(Hash256.of(childRoot), after, false))
                        ? main(walk(root, childKey, false))
                        : range(false));
    }

    private StateRange main(TrieWalk walk) {
        while (walk.next() == TrieWalk.Step.ENTRY) {
            Bytes value = value(walk);
            entries++;
            if (isNewChild(walk.key(), value)) {
                if (!takeAll(walk(Hash256.of(value), Bytes.EMPTY, true))) {
                    return range(false);
                }
            } else if (bytes > byteLimit) {
                return range(false);
            }
        }
        return range(true);
    }

    /** Takes a child's entries; false when the limit ends them. */
    private boolean takeAll(TrieWalk child) {
        while (child.next() == TrieWalk.Step.ENTRY) {
            value(child);
            entries++;
            if (bytes > byteLimit) {
                return false;
            }
        }
        return true;
    }

    private boolean isNewChild(Bytes key, Bytes value) {
        return key.startsWith(StorageKeys.CHILD_STORAGE)
                && value.size() == Hash256.SIZE
                && childRoots.add(value);
    }

    private Bytes value(TrieWalk walk) {
        return switch (reader.value(walk.node())) {
            case StorageRead.Value(Bytes value) -> value;
            case StorageRead.Absent(), StorageRead.Incomplete() ->
                    throw new IllegalStateException("the store ends at " + walk.key().toHex());
        };
    }

    private TrieWalk walk(Hash256 top, Bytes bound, boolean inclusive) {
        return new TrieWalk(
                recording, top.toArray(), Bytes.EMPTY, bound, inclusive, Long.MAX_VALUE);
    }

    private StateRange range(boolean complete) {
        return new StateRange(List.copyOf(used.values()), entries, complete);
    }
}
