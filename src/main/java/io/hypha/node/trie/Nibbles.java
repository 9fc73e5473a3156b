package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.util.Arrays;

/** Keys by half bytes: the high half comes first. */
final class Nibbles {

    private Nibbles() {}

    /** Nibble {@code index} of bytes that begin at {@code from}. */
    static int at(byte[] bytes, int from, int index) {
        int both = bytes[from + (index >>> 1)];
        return (index & 1) == 0 ? both >>> 4 & 0xf : both & 0xf;
    }

    /** One nibble a byte. */
    static byte[] of(Bytes key) {
        byte[] nibbles = new byte[key.size() * 2];
        for (int i = 0; i < key.size(); i++) {
            nibbles[2 * i] = (byte) (key.unsignedAt(i) >>> 4);
            nibbles[2 * i + 1] = (byte) (key.unsignedAt(i) & 0xf);
        }
        return nibbles;
    }

    /**
     * The first {@code count} of nibbles, one a byte, as a key; half a byte is filled up with zero.
     */
    static Bytes pack(byte[] nibbles, int count) {
        byte[] key = new byte[(count + 1) / 2];
        for (int i = 0; i < count; i++) {
            key[i >>> 1] |= (byte) ((i & 1) == 0 ? nibbles[i] << 4 : nibbles[i]);
        }
        return Bytes.of(key);
    }

    /**
     * Whether a partial key of {@code count} nibbles, an odd one alone in its first byte, equals
     * the nibbles of {@code key} from {@code depth} on; the key has that many.
     */
    static boolean same(byte[] bytes, int partialAt, int count, byte[] key, int depth) {
        int odd = count & 1;
        if (odd == (depth & 1)) {
            // Both begin in the same half of a byte: after the odd nibble whole bytes are compared.
            if (odd == 1 && at(bytes, partialAt, 1) != at(key, 0, depth)) {
                return false;
            }
            int size = count >>> 1;
            int from = partialAt + odd;
            int keyFrom = (depth + odd) >>> 1;
            return Arrays.equals(bytes, from, from + size, key, keyFrom, keyFrom + size);
        }
        for (int i = 0; i < count; i++) {
            if (at(bytes, partialAt, i + odd) != at(key, 0, depth + i)) {
                return false;
            }
        }
        return true;
    }
}
