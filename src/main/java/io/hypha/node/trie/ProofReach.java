package io.hypha.node.trie;

import io.hypha.node.bytes.Hash256;
import java.util.Arrays;

/**
 * Follows every reference from the root, decodes every node on the way, and tells which entries
 * hang under it. Roots of child tries that are read on the way count as roots. Each entry is
 * decoded once, twice when it hangs both below and beside the keys of child tries.
 */
final class ProofReach {

    private static final byte[] CHILD_STORAGE = StorageKeys.CHILD_STORAGE.toArray();
    private static final int CHILD_STORAGE_NIBBLES = CHILD_STORAGE.length * 2;

    /** The path has left the way to the keys of child tries. */
    private static final int ELSEWHERE = -1;

    private static final byte SEEN_ELSEWHERE = 1;
    private static final byte SEEN_BELOW_CHILD_STORAGE = 2;
    private static final byte USED = 4;

    private static final int ROOT_FLAG = 1 << 30;

    private final ProofEntries entries;
    private final byte[] seen;
    private final NodeView view = new NodeView();

    /** Triples: from, to, nibbles of the path that agree with {@link #CHILD_STORAGE}. */
    private int[] stack = new int[192];

    private int top;

    ProofReach(ProofEntries entries) {
        this.entries = entries;
        this.seen = new byte[entries.count()];
    }

    /**
     * The first entry that hangs under no root, or -1.
     *
     * @throws MalformedNodeException when an entry that is referred to as a node is none
     */
    int findUnreached(Hash256 root) {
        pushEntry(entries.find(root.toArray(), 0), 0, true);
        while (top > 0) {
            top -= 3;
            int agreed = stack[top + 2];
            boolean isRoot = (stack[top] & ROOT_FLAG) != 0;
            view.decode(entries.bytes(), stack[top] & ~ROOT_FLAG, stack[top + 1], isRoot);
            visit(agreed);
        }
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private void visit(int agreedBefore) {
        int agreed = agreedBefore;
        for (int i = 0;
                agreed != ELSEWHERE && agreed < CHILD_STORAGE_NIBBLES && i < view.partialNibbles();
                i++) {
            agreed = agreesWith(agreed, view.partialNibble(i));
        }
        visitValue(agreed == CHILD_STORAGE_NIBBLES);
        int at = view.childrenAt();
        for (int left = view.bitmap(); left != 0; left &= left - 1) {
            int child = Integer.numberOfTrailingZeros(left);
            int length = (view.bytes()[at] & 0xff) >>> 2;
            int agreedBelow = agreed == CHILD_STORAGE_NIBBLES ? agreed : agreesWith(agreed, child);
            if (length == NodeView.HASH_SIZE) {
                pushEntry(entries.find(view.bytes(), at + 1), agreedBelow, false);
            } else {
                push(at + 1, at + 1 + length, agreedBelow);
            }
            at += 1 + length;
        }
    }

    private static int agreesWith(int agreed, int nibble) {
        return agreed != ELSEWHERE && Nibbles.at(CHILD_STORAGE, 0, agreed) == nibble
                ? agreed + 1
                : ELSEWHERE;
    }

    private void visitValue(boolean belowChildStorage) {
        switch (view.valueKind()) {
            case NONE -> {}
            case INLINE -> {
                if (belowChildStorage && view.valueLength() == Hash256.SIZE) {
                    pushEntry(entries.find(view.bytes(), view.valueAt()), ELSEWHERE, true);
                }
            }
            case HASHED -> {
                int detached = entries.find(view.bytes(), view.valueAt());
                if (detached >= 0) {
                    seen[detached] |= USED;
                    if (belowChildStorage && entries.sizeOf(detached) == Hash256.SIZE) {
                        pushEntry(
                                entries.find(entries.bytes(), entries.startOf(detached)),
                                ELSEWHERE,
                                true);
                    }
                }
            }
        }
    }

    /**
     * Puts an entry on the stack as a node, unless it is not there or was seen in the same place
     * before.
     */
    private void pushEntry(int entry, int agreed, boolean isRoot) {
        if (entry < 0) {
            return;
        }
        int size = entries.sizeOf(entry);
        if (size > ReadProof.MAX_NODE_BYTES) {
            throw new MalformedNodeException(
                    0,
                    "entry "
                            + entry
                            + " is a node of "
                            + size
                            + " bytes, above "
                            + ReadProof.MAX_NODE_BYTES);
        }
        if (size < NodeView.HASH_SIZE && !isRoot) {
            throw new MalformedNodeException(
                    0,
                    "entry "
                            + entry
                            + " is a node of "
                            + size
                            + " bytes that belongs into its parent");
        }
        // On the way to the child tries' keys there is one path only, so that it needs no mark
        // against repetition.
        byte mark = agreed == CHILD_STORAGE_NIBBLES ? SEEN_BELOW_CHILD_STORAGE : SEEN_ELSEWHERE;
        boolean onTheWay = agreed >= 0 && agreed < CHILD_STORAGE_NIBBLES;
        if (!onTheWay && (seen[entry] & mark) != 0) {
            return;
        }
        seen[entry] |= onTheWay ? USED : mark;
        push(entries.startOf(entry) | (isRoot ? ROOT_FLAG : 0), entries.endOf(entry), agreed);
    }

    private void push(int from, int to, int agreed) {
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        stack[top] = from;
        stack[top + 1] = to;
        stack[top + 2] = agreed;
        top += 3;
    }
}
