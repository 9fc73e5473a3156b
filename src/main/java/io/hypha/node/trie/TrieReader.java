package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/** Walks from a root to one key. Iterates; the depth is bounded by the key. */
final class TrieReader {

    private static final StorageRead ABSENT = new StorageRead.Absent();
    private static final StorageRead INCOMPLETE = new StorageRead.Incomplete();

    private final NodeLookup nodes;

    TrieReader(NodeLookup nodes) {
        this.nodes = nodes;
    }

    StorageRead read(byte[] root, byte[] key) {
        NodeView view = new NodeView(nodes.wereChecked());
        if (!nodes.node(root, 0, view)) {
            return INCOMPLETE;
        }
        int length = key.length * 2;
        int depth = 0;
        while (view.continues(key, depth)) {
            depth += view.partialNibbles();
            if (depth == length) {
                return value(view);
            }
            int child = Nibbles.at(key, 0, depth);
            depth++;
            if (!view.hasChild(child)) {
                return ABSENT;
            }
            if (!view.enterChild(child, nodes, view)) {
                return INCOMPLETE;
            }
        }
        return ABSENT;
    }

    /** The value of a node that was reached. */
    StorageRead value(NodeView view) {
        return switch (view.valueKind()) {
            case NONE -> ABSENT;
            case INLINE -> new StorageRead.Value(view.inlineValue());
            case HASHED -> {
                Optional<Bytes> detached = nodes.value(view.bytes(), view.valueAt());
                yield detached.<StorageRead>map(StorageRead.Value::new).orElse(INCOMPLETE);
            }
        };
    }
}
