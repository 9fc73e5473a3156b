package io.hypha.node.trie;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node that is being changed: decoded, its children either drafts themselves or still references.
 */
final class DraftNode {

    private static final DraftNode[] NO_DRAFTS = {};
    private static final byte[][] NO_REFERENCES = {};

    /** One nibble a byte. */
    byte[] partial;

    /** The value, or its hash when {@link #hashed}; null: none. */
    byte @Nullable [] value;

    boolean hashed;

    /** The value behind the hash, while it is not stored yet. */
    byte @Nullable [] detached;

    /** Whether the encoding that its parent refers to is out of date. */
    boolean changed;

    private @Nullable DraftNode[] drafts = NO_DRAFTS;
    private byte[] @Nullable [] references = NO_REFERENCES;

    /** A new node. */
    DraftNode(byte[] partial) {
        this.partial = partial;
        this.changed = true;
    }

    /** A stored node, to be changed. */
    DraftNode(NodeView view) {
        partial = new byte[view.partialNibbles()];
        for (int i = 0; i < partial.length; i++) {
            partial[i] = (byte) view.partialNibble(i);
        }
        if (view.valueKind() != ValueKind.NONE) {
            value = copy(view, view.valueAt(), view.valueLength());
            hashed = view.valueKind() == ValueKind.HASHED;
        }
        if (view.bitmap() != 0) {
            makeRoom();
            int at = view.childrenAt();
            for (int left = view.bitmap(); left != 0; left &= left - 1) {
                int length = (view.bytes()[at] & 0xff) >>> 2;
                references[Integer.numberOfTrailingZeros(left)] = copy(view, at + 1, length);
                at += 1 + length;
            }
        }
    }

    private static byte[] copy(NodeView view, int at, int length) {
        return Arrays.copyOfRange(view.bytes(), at, at + length);
    }

    private void makeRoom() {
        if (drafts.length == 0) {
            drafts = new DraftNode[16];
            references = new byte[16][];
        }
    }

    /** Sets the value and tells whether that makes a difference. */
    boolean setValue(byte[] newValue, boolean isHash, byte @Nullable [] behindHash) {
        if (value != null && hashed == isHash && Arrays.equals(value, newValue)) {
            return false;
        }
        value = newValue;
        hashed = isHash;
        detached = behindHash;
        return true;
    }

    /** Removes the value and tells whether there was one. */
    boolean clearValue() {
        boolean had = value != null;
        value = null;
        hashed = false;
        detached = null;
        return had;
    }

    /** Bit i is child i. */
    int bitmap() {
        int bitmap = 0;
        for (int i = 0; i < drafts.length; i++) {
            if (drafts[i] != null || references[i] != null) {
                bitmap |= 1 << i;
            }
        }
        return bitmap;
    }

    /** The draft of a child that was loaded or made before. */
    Optional<DraftNode> draft(int index) {
        return drafts.length == 0 ? Optional.empty() : Optional.ofNullable(drafts[index]);
    }

    /** The reference to a child, as it was read or last written. */
    byte[] reference(int index) {
        byte[] reference = references.length == 0 ? null : references[index];
        if (reference == null) {
            throw new IllegalStateException("child " + index + " has no reference yet");
        }
        return reference;
    }

    /** The draft of a child, loaded if need be; null when there is no such child. */
    @Nullable DraftNode child(int index, NodeLookup nodes) {
        if (drafts.length == 0) {
            return null;
        }
        DraftNode draft = drafts[index];
        byte[] reference = references[index];
        if (draft == null && reference != null) {
            NodeView view = new NodeView();
            if (reference.length == NodeView.HASH_SIZE) {
                nodes.node(reference, 0, view);
            } else {
                view.decode(reference, 0, reference.length, false);
            }
            draft = new DraftNode(view);
            drafts[index] = draft;
        }
        return draft;
    }

    void setChild(int index, DraftNode child) {
        makeRoom();
        drafts[index] = child;
    }

    void setReference(int index, byte[] reference) {
        makeRoom();
        references[index] = reference;
    }

    void removeChild(int index) {
        drafts[index] = null;
        references[index] = null;
    }
}
