package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A trie under change. Nodes on the way to a change are loaded once and changed in memory; {@link
 * #commit} encodes and hashes each changed node once, from the leaves up. Nothing here recurses:
 * paths may be as long as keys.
 */
final class DraftTrie {

    /** One node on the way down in {@link #commit}. */
    private static final class Frame {
        private final DraftNode node;
        private final int slot;
        private int nextChild;

        Frame(DraftNode node, int slot) {
            this.node = node;
            this.slot = slot;
        }
    }

    private final StateVersion version;
    private final TrieHash hashing;
    private final NodeLookup nodes;

    /** Told each new node and detached value with its hash. */
    private final BiConsumer<byte[], byte[]> sink;

    private final NodeEncoder encoder = new NodeEncoder();
    private final List<DraftNode> way = new ArrayList<>();
    private @Nullable DraftNode root;

    DraftTrie(StateVersion version, NodeLookup nodes, BiConsumer<byte[], byte[]> sink) {
        this(version, TrieHash.BLAKE2B_256, nodes, sink);
    }

    DraftTrie(
            StateVersion version,
            TrieHash hashing,
            NodeLookup nodes,
            BiConsumer<byte[], byte[]> sink) {
        this.version = version;
        this.hashing = hashing;
        this.nodes = nodes;
        this.sink = sink;
    }

    /** Begins with a stored root. */
    void load(byte[] rootHash) {
        NodeView view = new NodeView();
        nodes.node(rootHash, 0, view);
        boolean empty = view.bitmap() == 0 && view.valueKind() == ValueKind.NONE;
        root = empty ? null : new DraftNode(view);
    }

    void put(Bytes key, Bytes value) {
        byte[] raw = value.toArray();
        if (version.hashesValue(raw.length)) {
            put(Nibbles.of(key), hashing.of(raw), true, raw);
        } else {
            put(Nibbles.of(key), raw, false, null);
        }
    }

    /** Sets a value that is known by its hash only. */
    void putHash(Bytes key, byte[] hash) {
        put(Nibbles.of(key), hash, true, null);
    }

    private void put(byte[] key, byte[] value, boolean hashed, byte @Nullable [] detached) {
        way.clear();
        DraftNode parent = null;
        int slot = 0;
        int depth = 0;
        DraftNode node = root;
        while (node != null) {
            int shared = shared(node.partial, key, depth);
            if (shared < node.partial.length) {
                node = split(node, shared);
                replace(parent, slot, node);
            }
            depth += shared;
            way.add(node);
            if (depth == key.length) {
                markChanged(node.setValue(value, hashed, detached));
                return;
            }
            parent = node;
            slot = key[depth++];
            node = parent.child(slot, nodes);
        }
        DraftNode leaf = new DraftNode(Arrays.copyOfRange(key, depth, key.length));
        leaf.setValue(value, hashed, detached);
        replace(parent, slot, leaf);
        markChanged(true);
    }

    void remove(Bytes storageKey) {
        byte[] key = Nibbles.of(storageKey);
        way.clear();
        int depth = 0;
        DraftNode node = root;
        while (node != null) {
            int shared = shared(node.partial, key, depth);
            if (shared < node.partial.length) {
                return;
            }
            depth += shared;
            way.add(node);
            if (depth == key.length) {
                markChanged(node.clearValue());
                return;
            }
            node = node.child(key[depth++], nodes);
        }
    }

    private void markChanged(boolean isChanged) {
        if (isChanged) {
            for (DraftNode node : way) {
                node.changed = true;
            }
        }
    }

    private void replace(@Nullable DraftNode parent, int slot, DraftNode child) {
        if (parent == null) {
            root = child;
        } else {
            parent.setChild(slot, child);
        }
    }

    /**
     * A new branch above {@code node}, which keeps what follows the first {@code shared} nibbles.
     */
    private static DraftNode split(DraftNode node, int shared) {
        DraftNode branch = new DraftNode(Arrays.copyOf(node.partial, shared));
        branch.setChild(node.partial[shared], node);
        node.partial = Arrays.copyOfRange(node.partial, shared + 1, node.partial.length);
        node.changed = true;
        return branch;
    }

    private static int shared(byte[] partial, byte[] key, int depth) {
        int at = Arrays.mismatch(partial, 0, partial.length, key, depth, key.length);
        return at < 0 ? partial.length : at;
    }

    /** Tells the sink every new node and gives the root. */
    byte[] commit() {
        if (root == null) {
            return publish(new byte[1]);
        }
        List<Frame> frames = new ArrayList<>();
        frames.add(new Frame(root, 0));
        while (true) {
            Frame frame = frames.getLast();
            DraftNode below = nextChanged(frame);
            if (below != null) {
                frames.add(new Frame(below, frame.nextChild - 1));
                continue;
            }
            frames.removeLast();
            DraftNode settled = frame.node.changed ? settle(frame.node) : frame.node;
            if (frames.isEmpty()) {
                root = settled;
                if (settled == null) {
                    return publish(new byte[1]);
                }
                byte[] hash = publish(encode(settled));
                settled.changed = false;
                return hash;
            }
            DraftNode parent = frames.getLast().node;
            if (settled == null) {
                parent.removeChild(frame.slot);
            } else {
                parent.setChild(frame.slot, settled);
            }
        }
    }

    private static @Nullable DraftNode nextChanged(Frame frame) {
        while (frame.nextChild < 16) {
            DraftNode child = frame.node.draft(frame.nextChild++).orElse(null);
            if (child != null && child.changed) {
                return child;
            }
        }
        return null;
    }

    /**
     * What becomes of a changed node whose children are settled: nothing when it is empty, its only
     * child when it has no value, else the node itself with its children written. It is not written
     * itself: that is for whoever keeps it.
     */
    private @Nullable DraftNode settle(DraftNode node) {
        int bitmap = node.bitmap();
        if (node.value == null && bitmap == 0) {
            return null;
        }
        if (node.value == null && Integer.bitCount(bitmap) == 1) {
            int slot = Integer.numberOfTrailingZeros(bitmap);
            DraftNode child = node.child(slot, nodes);
            if (child == null) {
                throw new IllegalStateException("a child that the bitmap names is gone");
            }
            child.partial = joined(node.partial, slot, child.partial);
            child.changed = true;
            return child;
        }
        for (int left = bitmap; left != 0; left &= left - 1) {
            int slot = Integer.numberOfTrailingZeros(left);
            DraftNode child = node.draft(slot).orElse(null);
            if (child != null && child.changed) {
                byte[] encoded = encode(child);
                node.setReference(
                        slot, encoded.length < NodeView.HASH_SIZE ? encoded : publish(encoded));
                child.changed = false;
            }
        }
        return node;
    }

    private static byte[] joined(byte[] above, int slot, byte[] below) {
        byte[] partial = Arrays.copyOf(above, above.length + 1 + below.length);
        partial[above.length] = (byte) slot;
        System.arraycopy(below, 0, partial, above.length + 1, below.length);
        return partial;
    }

    private byte[] encode(DraftNode node) {
        if (node.detached != null && node.value != null) {
            sink.accept(node.value, node.detached);
            node.detached = null;
        }
        return encoder.encode(node);
    }

    private byte[] publish(byte[] encoded) {
        byte[] hash = hashing.of(encoded);
        sink.accept(hash, encoded);
        return hash;
    }
}
