package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the hashes that a compact proof leaves out back into its nodes, from the leaves up. Does not
 * recurse: the depth is whatever the sender likes.
 */
final class CompactReader {

    /** A node that begins with it is followed by its value. */
    static final int ESCAPE = 1;

    /** A node whose children are being read. */
    private static final class Frame {
        private final DraftNode node;
        private int slot = -1;

        Frame(DraftNode node) {
            this.node = node;
        }

        /** Moves to the next child that was left out; false after the last. */
        boolean next() {
            int left = node.bitmap() & -1 << (slot + 1);
            for (; left != 0; left &= left - 1) {
                int child = Integer.numberOfTrailingZeros(left);
                if (node.reference(child).length == 0) {
                    slot = child;
                    return true;
                }
            }
            return false;
        }
    }

    private final List<Bytes> items;
    private final Map<Hash256, Bytes> plain = new LinkedHashMap<>();
    private final NodeView view = NodeView.ofCompact();
    private final NodeEncoder encoder = new NodeEncoder();
    private final List<Frame> frames = new ArrayList<>();
    private int at;
    private long plainBytes;

    CompactReader(List<Bytes> items) {
        this.items = items;
    }

    boolean hasNext() {
        return at < items.size();
    }

    /** Everything that was read, each entry once, a child before its parent. */
    List<Bytes> plain() {
        return List.copyOf(plain.values());
    }

    /**
     * Reads one trie and gives its root.
     *
     * @throws MalformedNodeException when an item is no node, or the items end before the trie does
     */
    Hash256 readTrie() {
        frames.clear();
        while (true) {
            Bytes item = item();
            byte[] settled = readNode(item);
            while (settled != null) {
                Hash256 hash = keep(Bytes.of(settled));
                if (frames.isEmpty()) {
                    return hash;
                }
                Frame parent = frames.getLast();
                parent.node.setReference(parent.slot, hash.toArray());
                settled = parent.next() ? null : encoder.encode(frames.removeLast().node);
            }
        }
    }

    /** The node's plain bytes, or null when children follow first. */
    private byte @org.jspecify.annotations.Nullable [] readNode(Bytes item) {
        byte[] bytes = item.toArray();
        boolean escaped = bytes.length > 0 && bytes[0] == ESCAPE;
        try {
            view.decode(bytes, escaped ? 1 : 0, bytes.length, frames.isEmpty());
        } catch (MalformedNodeException e) {
            throw new MalformedNodeException(
                    "item " + (at - 1) + " is no trie node: " + e.getMessage());
        }
        DraftNode node = new DraftNode(view);
        if (escaped) {
            detach(node);
        }
        Frame frame = new Frame(node);
        if (frame.next()) {
            frames.add(frame);
            return null;
        }
        return escaped ? encoder.encode(node) : bytes;
    }

    /** Takes the value that follows an escaped node and puts its hash in its place. */
    private void detach(DraftNode node) {
        if (view.valueKind() != ValueKind.INLINE || view.valueLength() != 0) {
            throw new MalformedNodeException(
                    "item " + (at - 1) + " is escaped, but has no room for a value");
        }
        node.setValue(keep(item()).toArray(), true, null);
    }

    private Bytes item() {
        if (at == items.size()) {
            throw new MalformedNodeException(
                    "the proof ends after item " + (at - 1) + ", below a node that needs more");
        }
        return items.get(at++);
    }

    private Hash256 keep(Bytes entry) {
        Hash256 hash = Blake2b.hash256(entry);
        if (plain.putIfAbsent(hash, entry) == null) {
            plainBytes += entry.size();
            if (plainBytes > ReadProof.MAX_TOTAL_BYTES) {
                throw new MalformedNodeException(
                        "the proof inflates to more than "
                                + ReadProof.MAX_TOTAL_BYTES
                                + " bytes at item "
                                + (at - 1));
            }
        }
        return hash;
    }
}
