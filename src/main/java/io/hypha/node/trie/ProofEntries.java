package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a proof in one piece of memory, found by their BLAKE2b-256.
 *
 * <p>The index is a sorted array: a hash table's collisions can be ground out by whoever makes the
 * entries, the 47 bits that are compared first here cannot.
 */
final class ProofEntries implements NodeLookup {

    private static final int HASH_SIZE = Hash256.SIZE;
    private static final int INDEX_BITS = 16;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private final byte[] bytes;

    /** Entry i is {@code bytes[offsets[i], offsets[i + 1])}. */
    private final int[] offsets;

    /** The hash of entry i begins at {@code 32 * i}. */
    private final byte[] hashes;

    /** 47 bits of each hash, then the number of the entry; sorted. */
    private final long[] index;

    /** Takes entries whose count and total size were checked. */
    ProofEntries(List<Bytes> entries, int totalBytes) {
        int count = entries.size();
        bytes = new byte[totalBytes];
        offsets = new int[count + 1];
        hashes = new byte[count * HASH_SIZE];
        index = new long[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            Bytes entry = entries.get(i);
            entry.copyTo(bytes, at);
            byte[] hash = Blake2b.hash256(bytes, at, entry.size());
            System.arraycopy(hash, 0, hashes, i * HASH_SIZE, HASH_SIZE);
            index[i] = first47Bits(hash, 0) << INDEX_BITS | i;
            at += entry.size();
            offsets[i + 1] = at;
        }
        Arrays.sort(index);
    }

    int count() {
        return index.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int startOf(int entry) {
        return offsets[entry];
    }

    int endOf(int entry) {
        return offsets[entry + 1];
    }

    int sizeOf(int entry) {
        return offsets[entry + 1] - offsets[entry];
    }

    /** The later one of two equal entries, or -1. */
    int findDuplicate() {
        for (int i = 1; i < index.length; i++) {
            long first47Bits = index[i] >>> INDEX_BITS;
            for (int j = i - 1; j >= 0 && index[j] >>> INDEX_BITS == first47Bits; j--) {
                if (sameHash(entryAt(j), hashes, entryAt(i) * HASH_SIZE)) {
                    return entryAt(i);
                }
            }
        }
        return -1;
    }

    /** The entry whose hash is {@code source[hashAt, +32)}, or -1. */
    int find(byte[] source, int hashAt) {
        long first47Bits = first47Bits(source, hashAt);
        int low = 0;
        int high = index.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (index[middle] >>> INDEX_BITS < first47Bits) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < index.length && index[i] >>> INDEX_BITS == first47Bits; i++) {
            if (sameHash(entryAt(i), source, hashAt)) {
                return entryAt(i);
            }
        }
        return -1;
    }

    @Override
    public boolean node(byte[] source, int hashAt, NodeView target) {
        int entry = find(source, hashAt);
        if (entry < 0) {
            return false;
        }
        // The check has decided that what is referred to as a node is one; as a root it may be the
        // empty one.
        target.decode(bytes, offsets[entry], offsets[entry + 1], true);
        return true;
    }

    @Override
    public Optional<Bytes> value(byte[] source, int hashAt) {
        int entry = find(source, hashAt);
        return entry < 0
                ? Optional.empty()
                : Optional.of(Bytes.of(bytes, offsets[entry], offsets[entry + 1]));
    }

    private int entryAt(int sorted) {
        return (int) index[sorted] & INDEX_MASK;
    }

    private boolean sameHash(int entry, byte[] source, int hashAt) {
        int at = entry * HASH_SIZE;
        return Arrays.equals(hashes, at, at + HASH_SIZE, source, hashAt, hashAt + HASH_SIZE);
    }

    /**
     * 47 of them, so that the sorted numbers stay positive and their order is the same signed and
     * unsigned.
     */
    private static long first47Bits(byte[] source, int at) {
        long bits = source[at] & 0x7f;
        for (int i = 1; i < 6; i++) {
            bits = bits << 8 | (source[at + i] & 0xff);
        }
        return bits;
    }
}
