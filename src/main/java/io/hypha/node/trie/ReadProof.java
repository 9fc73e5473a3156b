package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;

/**
 * A checked read proof: trie nodes that hang under one root that the caller trusts. Immutable.
 */
public final class ReadProof {

    private ReadProof() {}

    /**
     * Checks a plain proof: entries in any order, nodes and detached values alike.
     *
     * @param root the state root of a header that the caller believes
     */
    public static ProofCheck check(Hash256 root, List<Bytes> nodes) {
        return NotBuilt.yet();
    }

    /** Like {@link #check} over one SCALE {@code Vec<Vec<u8>>}; one that does not decode is invalid. */
    public static ProofCheck checkEncoded(Hash256 root, Bytes encoded) {
        return NotBuilt.yet();
    }

    /**
     * The entries of one SCALE {@code Vec<Vec<u8>>}.
     *
     * @throws io.hypha.node.scale.ScaleException when it is none, bytes are left over, or it exceeds the limits
     */
    public static List<Bytes> split(Bytes encoded) {
        return NotBuilt.yet();
    }

    /** What the proof says about a key of the main trie. */
    public StorageRead read(Bytes key) {
        return NotBuilt.yet();
    }

    /**
     * What the proof says about a key of a child trie.
     *
     * @param storageName the child's name, or its storage key with {@code :child_storage:default:} in front
     */
    public StorageRead readChild(Bytes storageName, Bytes key) {
        return NotBuilt.yet();
    }

    /** The smallest key that starts with {@code prefix} and lies above {@code after}, which need not exist. */
    public NextKey nextKey(Bytes prefix, Bytes after) {
        return NotBuilt.yet();
    }

    /** Every entry below {@code prefix}, proven to be all of them. */
    public PrefixRead entries(Bytes prefix) {
        return NotBuilt.yet();
    }
}
