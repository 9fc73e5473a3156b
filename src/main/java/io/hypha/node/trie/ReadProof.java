package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;

/**
 * A checked read proof: trie nodes that hang under one root that the caller trusts. Immutable.
 *
 * <p>Threat: whoever sends the nodes wants a wrong value, a value that is not there, or silence
 * about one to be believed, or wants this process to spend its memory. Every entry is hashed, so
 * nothing is believed that the root does not commit to; what is not in the proof is {@link
 * StorageRead.Incomplete} and never absent; sizes are limited before anything is allocated, and
 * walks do not recurse.
 */
public final class ReadProof {

    /** Most bytes of all entries together: the largest answer of {@code /light/2}. */
    public static final int MAX_TOTAL_BYTES = 16 << 20;

    /** Most entries of one proof. */
    public static final int MAX_ENTRIES = 1 << 16;

    /** Largest node; only a detached value may be larger. */
    public static final int MAX_NODE_BYTES = 2 << 20;

    /** Most keys that {@link PrefixRead.Incomplete} names. */
    public static final int MAX_ASK_NEXT = 4096;

    /** Most entries that {@link #entries} enumerates, and that a {@link RangeRead} holds. */
    public static final int MAX_PREFIX_ENTRIES = 1 << 19;

    /** Most bytes of keys and values that one answer holds; nodes that are shared repeat. */
    static final long MAX_PREFIX_BYTES = 64L << 20;

    /**
     * Most nodes that one walk visits: twice as many as an honest trie of that many entries has.
     */
    static final long MAX_STEPS = 1L << 22;

    private final TrieReads reads;

    private ReadProof(ProofEntries entries, Hash256 root) {
        this.reads = new TrieReads(entries, root);
    }

    /**
     * Checks a plain proof: entries in any order, nodes and detached values alike. Invalid are a
     * proof above the limits, a proof without the root's node, an entry that is there twice, one
     * that hangs under no root (roots of child tries that the proof holds count), and one that is
     * referred to as a node and is none.
     *
     * @param root the state root of a header that the caller believes
     */
    public static ProofCheck check(Hash256 root, List<Bytes> nodes) {
        if (nodes.size() > MAX_ENTRIES) {
            return invalid(nodes.size() + " entries are above the limit of " + MAX_ENTRIES);
        }
        long total = 0;
        for (Bytes node : nodes) {
            total += node.size();
        }
        if (total > MAX_TOTAL_BYTES) {
            return invalid(total + " bytes are above the limit of " + MAX_TOTAL_BYTES);
        }
        ProofEntries entries = new ProofEntries(nodes, (int) total);
        int duplicate = entries.findDuplicate();
        if (duplicate >= 0) {
            return invalid("entry " + duplicate + " is there twice");
        }
        if (entries.find(root.toArray(), 0) < 0) {
            return invalid("no entry hashes to the root " + root.toHex());
        }
        try {
            int unreached = new ProofReach(entries).findUnreached(root);
            return unreached >= 0
                    ? invalid("entry " + unreached + " hangs under no root")
                    : new ProofCheck.Valid(new ReadProof(entries, root));
        } catch (MalformedNodeException e) {
            return invalid("an entry is no trie node: " + e.getMessage());
        }
    }

    /**
     * Like {@link #check} over one SCALE {@code Vec<Vec<u8>>}; one that does not decode is invalid.
     */
    public static ProofCheck checkEncoded(Hash256 root, Bytes encoded) {
        List<Bytes> nodes;
        try {
            nodes = split(encoded);
        } catch (ScaleException e) {
            return invalid("the proof is no Vec<Vec<u8>>: " + e.getMessage());
        }
        return check(root, nodes);
    }

    /**
     * The entries of one SCALE {@code Vec<Vec<u8>>}.
     *
     * @throws ScaleException when it is none, bytes are left over, or it exceeds the limits
     */
    public static List<Bytes> split(Bytes encoded) {
        // Each length prefix takes five bytes at most.
        if (encoded.size() > MAX_TOTAL_BYTES + 5 * (MAX_ENTRIES + 1)) {
            throw new ScaleException(
                    0, "a proof of " + encoded.size() + " bytes is above the limit");
        }
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        int count = reader.readCount(1);
        if (count > MAX_ENTRIES) {
            throw new ScaleException(0, count + " entries are above the limit of " + MAX_ENTRIES);
        }
        List<Bytes> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            nodes.add(reader.readByteVector());
        }
        reader.requireEnd();
        return nodes;
    }

    private static ProofCheck invalid(String reason) {
        return new ProofCheck.Invalid(reason);
    }

    /**
     * Like {@link #check} over a compact proof, as {@code /state/2} sends it; one that does not
     * inflate to nodes of that root is invalid.
     */
    public static ProofCheck checkCompact(Hash256 root, Bytes encoded) {
        return switch (CompactProof.decode(encoded, root)) {
            case CompactProof.Nodes(List<Bytes> plain) -> check(root, plain);
            case CompactProof.Invalid(String reason) -> invalid(reason);
        };
    }

    /** What the proof says about a key of the main trie. */
    public StorageRead read(Bytes key) {
        return reads.read(key);
    }

    /**
     * What the proof says about a key of a child trie. When the main trie is proven to hold no such
     * child, the key is absent.
     *
     * @param storageName the child's name, or its storage key with {@code :child_storage:default:}
     *     in front
     */
    public StorageRead readChild(Bytes storageName, Bytes key) {
        return reads.readChild(storageName, key);
    }

    /**
     * The smallest key that starts with {@code prefix} and lies above {@code after}, which need not
     * exist.
     */
    public NextKey nextKey(Bytes prefix, Bytes after) {
        return reads.nextKey(prefix, after);
    }

    /** See {@link PartialTrie#nextKeyOfChild}. */
    public NextKey nextKeyOfChild(Bytes storageName, Bytes after) {
        return reads.nextKeyOfChild(storageName, after);
    }

    /** Every entry below {@code prefix}, proven to be all of them. */
    public PrefixRead entries(Bytes prefix) {
        return reads.entries(prefix);
    }

    /** The run of entries below {@code prefix}, from its first on. */
    public RangeRead range(Bytes prefix) {
        return reads.range(prefix);
    }

    /**
     * The run of entries below {@code prefix} that lie above {@code after}, which need not exist.
     * What the proof does not say ends the run; it is never taken for absent.
     */
    public RangeRead range(Bytes after, Bytes prefix) {
        return reads.range(after, prefix);
    }

    /** The run of a child trie's entries, from its first on; otherwise like the other. */
    public RangeRead rangeOfChild(Bytes storageName) {
        return reads.rangeOfChild(storageName);
    }

    /**
     * The run of a child trie's entries above {@code after}. When the main trie is proven to hold
     * no such child, it is complete and empty.
     *
     * @param storageName as for {@link #readChild}
     */
    public RangeRead rangeOfChild(Bytes storageName, Bytes after) {
        return reads.rangeOfChild(storageName, after);
    }
}
