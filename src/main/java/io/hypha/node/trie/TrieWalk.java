package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through the nodes with values below a prefix in the order of their keys, from a lower bound
 * on. Iterates over a stack of its own; its memory is bounded by the longest path, and that by the
 * nodes there are.
 */
final class TrieWalk {

    /** What {@link #next} came upon. */
    enum Step {
        /** {@link #node} holds a value at {@link #key}. */
        ENTRY,
        /**
         * A node is not there; {@link #missingKey} leads through it. The walk goes on beside it.
         */
        MISSING,
        /** More nodes were visited than allowed. */
        EXHAUSTED,
        END
    }

    private static final class Frame {
        private final NodeView view;

        private int depth;
        private int nextChild;
        private boolean onBound;
        private boolean valueDue;

        Frame(boolean wereChecked) {
            view = new NodeView(wereChecked);
        }
    }

    private final NodeLookup nodes;
    private final byte[] bound;
    private final boolean inclusive;
    private final List<Frame> frames = new ArrayList<>();
    private int height;
    private byte[] path;
    private int missingDepth;
    private boolean prefixMissing;
    private long stepsLeft;

    /**
     * @param bound keys below it are left out, and itself too unless {@code inclusive}
     * @param maxSteps most nodes to visit
     */
    TrieWalk(
            NodeLookup nodes,
            byte[] root,
            Bytes prefix,
            Bytes bound,
            boolean inclusive,
            long maxSteps) {
        this.nodes = nodes;
        this.bound = Nibbles.of(bound);
        this.inclusive = inclusive;
        this.stepsLeft = maxSteps;
        this.path = Arrays.copyOf(Nibbles.of(prefix), prefix.size() * 2 + 64);
        descend(root, prefix.toArray());
    }

    /** Goes down to the topmost node below the prefix, if there is one. */
    private void descend(byte[] root, byte[] prefix) {
        Frame top = frame(0);
        NodeView view = top.view;
        int length = prefix.length * 2;
        int depth = 0;
        boolean present = nodes.node(root, 0, view);
        while (present) {
            int shared = Math.min(view.partialNibbles(), length - depth);
            for (int i = 0; i < shared; i++) {
                if (view.partialNibble(i) != path[depth + i]) {
                    return;
                }
            }
            if (depth + view.partialNibbles() >= length) {
                push(top, depth, 0);
                return;
            }
            depth += shared;
            int child = path[depth++];
            if (!view.hasChild(child)) {
                return;
            }
            present = view.enterChild(child, nodes, view);
        }
        missingDepth = length;
        prefixMissing = true;
    }

    /**
     * Makes the frame above the current height part of the walk, unless all of it lies below the
     * bound.
     *
     * @param depth nibbles of the path before the node's partial key
     * @param equalSoFar nibbles that are known to equal the bound's, or -1 when the path is above
     *     it
     */
    private void push(Frame frame, int depth, int equalSoFar) {
        int partial = frame.view.partialNibbles();
        ensurePath(depth + partial + 1);
        for (int i = 0; i < partial; i++) {
            path[depth + i] = (byte) frame.view.partialNibble(i);
        }
        frame.depth = depth + partial;
        frame.nextChild = 0;
        frame.onBound = false;
        frame.valueDue = true;
        if (equalSoFar >= 0) {
            int shared = Math.min(frame.depth, bound.length);
            int at = Arrays.mismatch(path, equalSoFar, shared, bound, equalSoFar, shared);
            if (at >= 0) {
                if (path[equalSoFar + at] < bound[equalSoFar + at]) {
                    return;
                }
            } else if (frame.depth < bound.length) {
                frame.valueDue = false;
                frame.onBound = true;
                frame.nextChild = bound[frame.depth];
            } else if (frame.depth == bound.length) {
                frame.valueDue = inclusive;
            }
        }
        height++;
    }

    Step next() {
        if (prefixMissing) {
            prefixMissing = false;
            return Step.MISSING;
        }
        while (height > 0) {
            Frame frame = frames.get(height - 1);
            if (frame.valueDue) {
                frame.valueDue = false;
                // A value at half a byte is under no storage key: keys are whole bytes.
                if (frame.view.valueKind() != ValueKind.NONE && (frame.depth & 1) == 0) {
                    return Step.ENTRY;
                }
            }
            int left = frame.view.bitmap() >>> frame.nextChild;
            if (left == 0) {
                height--;
                continue;
            }
            if (stepsLeft-- <= 0) {
                return Step.EXHAUSTED;
            }
            int child = frame.nextChild + Integer.numberOfTrailingZeros(left);
            boolean onBound = frame.onBound && child == bound[frame.depth];
            frame.nextChild = child + 1;
            path[frame.depth] = (byte) child;
            Frame below = frame(height);
            if (!frame.view.enterChild(child, nodes, below.view)) {
                missingDepth = frame.depth + 1;
                return Step.MISSING;
            }
            push(below, frame.depth + 1, onBound ? frame.depth + 1 : -1);
        }
        return Step.END;
    }

    /** The node of the last {@link Step#ENTRY}. */
    NodeView node() {
        return frames.get(height - 1).view;
    }

    /** The key of the last {@link Step#ENTRY}. */
    Bytes key() {
        return Nibbles.pack(path, frames.get(height - 1).depth);
    }

    /** A key whose path leads through the missing node; half a byte is filled up with zero. */
    Bytes missingKey() {
        return Nibbles.pack(path, missingDepth);
    }

    private Frame frame(int index) {
        if (index == frames.size()) {
            frames.add(new Frame(nodes.wereChecked()));
        }
        return frames.get(index);
    }

    private void ensurePath(int size) {
        if (size > path.length) {
            path = Arrays.copyOf(path, Math.max(size, path.length * 2));
        }
    }
}
