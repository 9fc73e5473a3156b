package io.hypha.node.trie;

import java.util.Arrays;

/** Writes nodes; the reverse of {@link NodeView}. Keeps one buffer. */
final class NodeEncoder {

    private byte[] out = new byte[1024];
    private int at;

    byte[] encode(DraftNode node) {
        at = 0;
        int bitmap = node.bitmap();
        int nibbles = node.partial.length;
        if (nibbles > NodeView.MAX_NIBBLES) {
            throw new IllegalArgumentException(
                    "a partial key of " + nibbles + " nibbles is above " + NodeView.MAX_NIBBLES);
        }
        if (node.value == null) {
            if (bitmap == 0) {
                throw new IllegalStateException("an empty node is not written");
            }
            header(0x80, 0x3f, nibbles);
        } else if (node.hashed) {
            header(bitmap == 0 ? 0x20 : 0x10, bitmap == 0 ? 0x1f : 0x0f, nibbles);
        } else {
            header(bitmap == 0 ? 0x40 : 0xc0, 0x3f, nibbles);
        }
        partial(node.partial);
        if (bitmap != 0) {
            put(bitmap);
            put(bitmap >>> 8);
        }
        if (node.value != null) {
            if (!node.hashed) {
                compact(node.value.length);
            }
            put(node.value);
        }
        for (int left = bitmap; left != 0; left &= left - 1) {
            byte[] reference = node.reference(Integer.numberOfTrailingZeros(left));
            put(reference.length << 2);
            put(reference);
        }
        return Arrays.copyOf(out, at);
    }

    private void header(int kind, int mask, int nibbles) {
        if (nibbles < mask) {
            put(kind | nibbles);
            return;
        }
        put(kind | mask);
        int left = nibbles - mask;
        while (left >= 255) {
            put(255);
            left -= 255;
        }
        put(left);
    }

    private void partial(byte[] nibbles) {
        int i = 0;
        if ((nibbles.length & 1) == 1) {
            put(nibbles[i++]);
        }
        for (; i < nibbles.length; i += 2) {
            put(nibbles[i] << 4 | nibbles[i + 1]);
        }
    }

    private void compact(int value) {
        if (value < 1 << 6) {
            put(value << 2);
        } else if (value < 1 << 14) {
            put(value << 2 | 1);
            put(value >>> 6);
        } else if (value < 1 << 30) {
            put(value << 2 | 2);
            put(value >>> 6);
            put(value >>> 14);
            put(value >>> 22);
        } else {
            put(3);
            put(value);
            put(value >>> 8);
            put(value >>> 16);
            put(value >>> 24);
        }
    }

    private void put(int value) {
        ensure(1);
        out[at++] = (byte) value;
    }

    private void put(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, out, at, value.length);
        at += value.length;
    }

    private void ensure(int more) {
        if (more > out.length - at) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(at, more), out.length * 2));
        }
    }
}
