package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake3;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The complete binary tree of RFC-78 as a heap: {@code n} leaves stand at the places n-1..2n-2, and
 * each node is the BLAKE3 hash of its two children at 2i+1 and 2i+2.
 */
final class LeafTree {

    private final List<Hash256> heap;
    private final int leaves;

    private LeafTree(List<Hash256> heap, int leaves) {
        this.heap = heap;
        this.leaves = leaves;
    }

    static LeafTree of(List<Bytes> leaves) {
        int count = leaves.size();
        List<Hash256> heap = new ArrayList<>(Math.max(0, 2 * count - 1));
        for (int i = 0; i < count - 1; i++) {
            heap.add(Hash256.ZERO);
        }
        for (Bytes leaf : leaves) {
            heap.add(Hash256.of(Blake3.hash256(leaf.toArray())));
        }
        for (int i = count - 2; i >= 0; i--) {
            Bytes pair = Bytes.concat(heap.get(2 * i + 1).toBytes(), heap.get(2 * i + 2).toBytes());
            heap.set(i, Hash256.of(Blake3.hash256(pair.toArray())));
        }
        return new LeafTree(heap, count);
    }

    /** Zero where there are no leaves. */
    Hash256 root() {
        return heap.isEmpty() ? Hash256.ZERO : heap.getFirst();
    }

    /** The place of the {@code leaf}-th leaf in the heap. */
    int place(int leaf) {
        return leaves - 1 + leaf;
    }

    /**
     * What proves some leaves.
     *
     * @param places of the proven leaves in the heap, from left to right
     * @param nodes hashes of the largest parts of the tree without a proven leaf, from left to
     *     right
     */
    record Cut(List<Integer> places, List<Hash256> nodes) {}

    /** Cuts the tree down to the {@code wanted} leaves, counted from 0. */
    Cut cut(Set<Integer> wanted) {
        boolean[] above = new boolean[heap.size()];
        for (int leaf : wanted) {
            for (int at = place(leaf); !above[at]; at = (at - 1) / 2) {
                above[at] = true;
                if (at == 0) {
                    break;
                }
            }
        }
        Cut cut = new Cut(new ArrayList<>(), new ArrayList<>());
        if (heap.isEmpty()) {
            cut.nodes().add(Hash256.ZERO);
        } else {
            cut(0, above, cut);
        }
        return cut;
    }

    /** The tree is complete: it is no deeper than the logarithm of its leaves. */
    private void cut(int at, boolean[] above, Cut cut) {
        if (!above[at]) {
            cut.nodes().add(heap.get(at));
        } else if (at >= leaves - 1) {
            cut.places().add(at);
        } else {
            cut(2 * at + 1, above, cut);
            cut(2 * at + 2, above, cut);
        }
    }
}
