package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Leaves out of each node what follows from the others; the reverse of {@link CompactReader}.
 *
 * <p>A node that hangs at two places is written at the first; the second keeps its hash, so that
 * the proof is never larger than its nodes.
 */
final class CompactWriter {

    private static final byte[] LEFT_OUT = {};

    private final Map<Hash256, Bytes> nodes = new HashMap<>();
    private final Set<Hash256> written = new HashSet<>();
    private final List<Bytes> items = new ArrayList<>();
    private final NodeEncoder encoder = new NodeEncoder();
    private final NodeView view = new NodeView();

    CompactWriter(Collection<Bytes> entries) {
        for (Bytes entry : entries) {
            nodes.put(Blake2b.hash256(entry), entry);
        }
    }

    List<Bytes> write(Hash256 root) {
        if (!nodes.containsKey(root)) {
            throw new IllegalArgumentException("no node hashes to the root " + root.toHex());
        }
        try {
            writeTrie(root);
            for (Hash256 childRoot : childRoots(root)) {
                if (nodes.containsKey(childRoot) && !written.contains(childRoot)) {
                    writeTrie(childRoot);
                }
            }
        } catch (MalformedNodeException e) {
            throw new IllegalArgumentException("an entry is no trie node: " + e.getMessage(), e);
        }
        return items;
    }

    /** The roots of child tries that the main trie's nodes hold, in the order of their keys. */
    private List<Hash256> childRoots(Hash256 root) {
        NodesAtHand lookup =
                new NodesAtHand(hash -> java.util.Optional.ofNullable(nodes.get(hash)));
        TrieReader reader = new TrieReader(lookup);
        TrieWalk walk =
                new TrieWalk(
                        lookup,
                        root.toArray(),
                        StorageKeys.CHILD_STORAGE,
                        Bytes.EMPTY,
                        true,
                        Long.MAX_VALUE);
        List<Hash256> roots = new ArrayList<>();
        for (TrieWalk.Step step = walk.next(); step != TrieWalk.Step.END; step = walk.next()) {
            if (step == TrieWalk.Step.ENTRY
                    && reader.value(walk.node()) instanceof StorageRead.Value(Bytes value)
                    && value.size() == Hash256.SIZE) {
                roots.add(Hash256.of(value));
            }
        }
        return roots;
    }

    /** A walk over a stack of its own: each child is pushed above its later siblings. */
    private void writeTrie(Hash256 root) {
        Deque<Hash256> due = new ArrayDeque<>();
        written.add(root);
        due.push(root);
        while (!due.isEmpty()) {
            Hash256 hash = due.pop();
            Bytes entry = nodes.get(hash);
            if (entry == null) {
                throw new IllegalStateException("a node at hand is gone: " + hash.toHex());
            }
            writeNode(entry, hash.equals(root), due);
        }
    }

    private void writeNode(Bytes entry, boolean isRoot, Deque<Hash256> due) {
        byte[] bytes = entry.toArray();
        view.decode(bytes, 0, bytes.length, isRoot);
        List<Hash256> children = new ArrayList<>();
        int leftOut = 0;
        int at = view.childrenAt();
        for (int left = view.bitmap(); left != 0; left &= left - 1) {
            int length = (bytes[at] & 0xff) >>> 2;
            if (length == NodeView.HASH_SIZE) {
                Hash256 child = Hash256.of(bytes, at + 1, at + 1 + length);
                if (nodes.containsKey(child) && written.add(child)) {
                    leftOut |= Integer.lowestOneBit(left);
                    children.add(child);
                }
            }
            at += 1 + length;
        }
        children.reversed().forEach(due::push);
        Bytes value = detachedValue(bytes);
        if (leftOut == 0 && value == null) {
            items.add(entry);
            return;
        }
        DraftNode node = new DraftNode(view);
        for (int left = leftOut; left != 0; left &= left - 1) {
            node.setReference(Integer.numberOfTrailingZeros(left), LEFT_OUT);
        }
        if (value == null) {
            items.add(Bytes.of(encoder.encode(node)));
        } else {
            node.setValue(LEFT_OUT, false, null);
            items.add(
                    Bytes.concat(
                            Bytes.ofInts(CompactReader.ESCAPE), Bytes.of(encoder.encode(node))));
            items.add(value);
        }
    }

    /** The value behind the hash of the node in view, when it is at hand. */
    private @org.jspecify.annotations.Nullable Bytes detachedValue(byte[] bytes) {
        return view.valueKind() == ValueKind.HASHED
                ? nodes.get(Hash256.of(bytes, view.valueAt(), view.valueAt() + Hash256.SIZE))
                : null;
    }
}
