package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;

/**
 * One encoded node, read in place: nothing is copied. Mutable, so that a walk allocates no objects
 * per node.
 *
 * <p>Encoding: a byte that tells the kind and begins the partial key's length in nibbles; that key;
 * for a branch the bitmap of its children; the value or its hash; the children, each as a reference
 * of at most 32 bytes: 32 are the child's hash, fewer the child itself.
 */
final class NodeView {

    /** The longest partial key that the chain writes (sp-trie's NIBBLE_SIZE_BOUND). */
    static final int MAX_NIBBLES = 0xffff;

    /** Length of a reference that is a hash. */
    static final int HASH_SIZE = 32;

    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    private int start;
    private int end;
    private int partialAt;
    private int partialNibbles;
    private int bitmap;
    private ValueKind valueKind = ValueKind.NONE;
    private int valueAt;
    private int valueLength;

    /** Where the first child's reference begins: at its length byte. */
    private int childrenAt;

    private final boolean wasChecked;

    /** 1; or 0 in compact proofs, which leave children out by empty references. */
    private final int minReference;

    /** A view that checks all it decodes. */
    NodeView() {
        this(false);
    }

    /** With {@code wasChecked} every node was decoded before: children need no second look. */
    NodeView(boolean wasChecked) {
        this(wasChecked, 1);
    }

    private NodeView(boolean wasChecked, int minReference) {
        this.wasChecked = wasChecked;
        this.minReference = minReference;
    }

    static NodeView ofCompact() {
        return new NodeView(false, 0);
    }

    /**
     * Reads {@code source[from, to)}, which the caller must not change while this view looks at it.
     *
     * @param root whether this is the top of a trie; only there may a node be the empty one
     * @throws MalformedNodeException when it is no node, or bytes are left over
     */
    void decode(byte[] source, int from, int to, boolean root) {
        bytes = source;
        start = from;
        end = to;
        bitmap = 0;
        partialNibbles = 0;
        if (from >= to) {
            throw malformed(from, "a node has no bytes");
        }
        int first = source[from] & 0xff;
        if (first == 0) {
            decodeEmpty(root);
            return;
        }
        boolean branch = first >= 0x80 || first < 0x20;
        int at = decodePartial(first, from + 1);
        if (branch) {
            at = decodeBitmap(at);
        }
        at = decodeValue(at);
        if (branch) {
            if (valueKind == ValueKind.NONE && Integer.bitCount(bitmap) == 1) {
                throw malformed(from, "a branch has no value and one child only");
            }
            childrenAt = at;
            at = wasChecked ? to : decodeChildren(at);
        }
        if (at != to) {
            throw malformed(at, (to - at) + " bytes are left over");
        }
    }

    private void decodeEmpty(boolean root) {
        valueKind = ValueKind.NONE;
        if (!root) {
            throw malformed(start, "the empty node stands below a root");
        }
        if (end - start != 1) {
            throw malformed(start + 1, "bytes follow the empty node");
        }
        partialAt = end;
    }

    /**
     * The kind and the partial key; sets {@link #valueKind} and returns the offset after the key.
     */
    private int decodePartial(int first, int after) {
        int mask;
        if (first >= 0x40) {
            mask = 0x3f;
            valueKind = (first & 0xc0) == 0x80 ? ValueKind.NONE : ValueKind.INLINE;
        } else if (first >= 0x10) {
            mask = first >= 0x20 ? 0x1f : 0x0f;
            valueKind = ValueKind.HASHED;
        } else {
            throw malformed(start, "no node begins with " + first);
        }
        int at = after;
        int nibbles = first & mask;
        if (nibbles == mask) {
            int more;
            do {
                if (at >= end) {
                    throw malformed(at, "the length of the partial key is cut off");
                }
                more = bytes[at++] & 0xff;
                nibbles += more;
                if (nibbles > MAX_NIBBLES) {
                    throw malformed(at, "a partial key is above " + MAX_NIBBLES + " nibbles");
                }
            } while (more == 255);
        }
        int size = (nibbles + 1) >>> 1;
        if (size > end - at) {
            throw malformed(at, "a partial key of " + nibbles + " nibbles does not fit");
        }
        if ((nibbles & 1) == 1 && (bytes[at] & 0xf0) != 0) {
            throw malformed(at, "the padding of an odd partial key is not zero");
        }
        partialAt = at;
        partialNibbles = nibbles;
        return at + size;
    }

    private int decodeBitmap(int at) {
        if (end - at < 2) {
            throw malformed(at, "the bitmap of children is cut off");
        }
        bitmap = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
        if (bitmap == 0) {
            throw malformed(at, "a branch has no child");
        }
        return at + 2;
    }

    private int decodeValue(int at) {
        return switch (valueKind) {
            case NONE -> {
                valueAt = at;
                valueLength = 0;
                yield at;
            }
            case INLINE -> decodeInlineValue(at);
            case HASHED -> {
                if (end - at < HASH_SIZE) {
                    throw malformed(at, "the hash of the value is cut off");
                }
                valueAt = at;
                valueLength = HASH_SIZE;
                yield at + HASH_SIZE;
            }
        };
    }

    /** A compact length, minimal, that must fit what is left, and the bytes. */
    private int decodeInlineValue(int lengthAt) {
        if (lengthAt >= end) {
            throw malformed(lengthAt, "the value is cut off");
        }
        int first = bytes[lengthAt] & 0xff;
        int size = 1 << (first & 3);
        if (size == 8 || size > end - lengthAt) {
            throw malformed(lengthAt, "the length of the value exceeds the node");
        }
        int length = first >>> 2;
        for (int i = 1; i < size; i++) {
            length |= (bytes[lengthAt + i] & 0xff) << (8 * i - 2);
        }
        if ((size == 2 && length < 1 << 6) || (size == 4 && length < 1 << 14)) {
            throw malformed(lengthAt, "the length of the value is not minimal");
        }
        int at = lengthAt + size;
        if (length > end - at) {
            throw malformed(
                    lengthAt, "a value claims " + length + " bytes, " + (end - at) + " are left");
        }
        valueAt = at;
        valueLength = length;
        return at + length;
    }

    private int decodeChildren(int from) {
        int at = from;
        for (int left = bitmap; left != 0; left &= left - 1) {
            if (at >= end) {
                throw malformed(at, "a child is cut off");
            }
            int length = bytes[at] & 0xff;
            if ((length & 3) != 0 || length > HASH_SIZE << 2 || length >>> 2 < minReference) {
                throw malformed(at, "a child's reference is not 1 to 32 bytes long");
            }
            length >>>= 2;
            if (length > end - at - 1) {
                throw malformed(at, "a child of " + length + " bytes is cut off");
            }
            at += 1 + length;
        }
        return at;
    }

    private MalformedNodeException malformed(int at, String reason) {
        return new MalformedNodeException(at - start, reason);
    }

    byte[] bytes() {
        return bytes;
    }

    int partialNibbles() {
        return partialNibbles;
    }

    /** Nibble {@code index} of the partial key. */
    int partialNibble(int index) {
        return Nibbles.at(bytes, partialAt, index + (partialNibbles & 1));
    }

    /** Bit i is child i. */
    int bitmap() {
        return bitmap;
    }

    boolean hasChild(int index) {
        return (bitmap >>> index & 1) == 1;
    }

    private int childAt(int index) {
        int at = childrenAt;
        for (int before = bitmap & ((1 << index) - 1); before != 0; before &= before - 1) {
            at += 1 + ((bytes[at] & 0xff) >>> 2);
        }
        return at;
    }

    /** Where the first child's length byte is; the others follow, each after its reference. */
    int childrenAt() {
        return childrenAt;
    }

    ValueKind valueKind() {
        return valueKind;
    }

    int valueAt() {
        return valueAt;
    }

    int valueLength() {
        return valueLength;
    }

    Bytes inlineValue() {
        return Bytes.of(bytes, valueAt, valueAt + valueLength);
    }

    /** Whether {@code key} goes on with this node's partial key from nibble {@code depth} on. */
    boolean continues(byte[] key, int depth) {
        return partialNibbles <= key.length * 2L - depth
                && Nibbles.same(bytes, partialAt, partialNibbles, key, depth);
    }

    /**
     * Points {@code target}, which may be this view, at a present child; false when its node is not
     * there.
     */
    boolean enterChild(int index, NodeLookup nodes, NodeView target) {
        int at = childAt(index) + 1;
        int length = (bytes[at - 1] & 0xff) >>> 2;
        if (length == HASH_SIZE) {
            return nodes.node(bytes, at, target);
        }
        target.decode(bytes, at, at + length, false);
        return true;
    }
}
