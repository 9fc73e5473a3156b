package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;

    /** Entry i is {@code bytes[offsets[i], offsets[i + 1])}. */
    private final int[] offsets;

    /** The hash of entry i begins at {@code 32 * i}. */
    private final byte[] hashes;

    /** 47 bits of each hash, then the number of the entry; sorted. */
    private final long[] index;

    /** Bit i is set when some hash begins with the bits i; at least eight bits for each entry. */
    private final long[] filter;

    private final int filterShift;

    /** Takes entries whose count and total size were checked. */
    ProofEntries(List<Bytes> entries, int totalBytes) {
        int count = entries.size();
        bytes = new byte[totalBytes];
        offsets = new int[count + 1];
        hashes = new byte[count * HASH_SIZE];
        index = new long[count];
        int filterBits = Math.max(8, 35 - Integer.numberOfLeadingZeros(count));
        filter = new long[1 << (filterBits - 6)];
        filterShift = 47 - filterBits;
        int at = 0;
        for (int i = 0; i < count; i++) {
            Bytes entry = entries.get(i);
            entry.copyTo(bytes, at);
            byte[] hash = Blake2b.hash256(bytes, at, entry.size());
            System.arraycopy(hash, 0, hashes, i * HASH_SIZE, HASH_SIZE);
            long begin = first47Bits(hash, 0);
            index[i] = begin << INDEX_BITS | i;
            int bit = (int) (begin >>> filterShift);
            filter[bit >>> 6] |= 1L << bit;
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
        if (isSurelyMissing(first47Bits)) {
            return -1;
        }
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

    /** Only {@link ReadProof} reads through this lookup, and it exists after the check. */
    @Override
    public boolean wereChecked() {
        return true;
    }

    private int entryAt(int sorted) {
        return (int) index[sorted] & INDEX_MASK;
    }

    private boolean sameHash(int entry, byte[] source, int hashAt) {
        int at = entry * HASH_SIZE;
        return Arrays.equals(hashes, at, at + HASH_SIZE, source, hashAt, hashAt + HASH_SIZE);
    }

    /** 47 of them, so that the sorted numbers stay positive. */
    private static long first47Bits(byte[] source, int at) {
        return (long) BIG_ENDIAN.get(source, at) >>> 17;
    }

    /** Whether no entry's hash begins like this: most references lead out of the proof. */
    private boolean isSurelyMissing(long first47Bits) {
        int bit = (int) (first47Bits >>> filterShift);
        return (filter[bit >>> 6] >>> bit & 1) == 0;
    }
}
