package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.List;
import java.util.Optional;

/**
 * A trie of which only some nodes are at hand, as after reading parts of it: what they do not show
 * is {@link StorageRead.Incomplete} and never absent. Nodes are found by the hash of their bytes,
 * so it does not matter who sent them. Keeps those that an answer rested on: they are its proof.
 */
public final class PartialTrie {

    private final byte[] root;
    private final NodesAtHand nodes;
    private final TrieReads reads;

    /**
     * @param root the state root of a header that the caller believes
     * @param source bytes by their BLAKE2b-256; whoever fills it has hashed them
     */
    public PartialTrie(Hash256 root, NodeSource source) {
        this.root = root.toArray();
        this.nodes = new NodesAtHand(source);
        this.reads = new TrieReads(nodes, root);
    }

    public StorageRead read(Bytes key) {
        return reads.read(key);
    }

    /** The same for a key of a child trie; see {@link ReadProof#readChild}. */
    public StorageRead readChild(Bytes storageName, Bytes key) {
        return reads.readChild(storageName, key);
    }

    /** Like {@link #read}, and says what is needed next where the nodes at hand do not suffice. */
    public KeyRead find(Bytes key) {
        return keyRead(read(key));
    }

    /** Like {@link #find} for a key of a child trie. */
    public KeyRead findChild(Bytes storageName, Bytes key) {
        return keyRead(readChild(storageName, key));
    }

    private KeyRead keyRead(StorageRead read) {
        return switch (read) {
            case StorageRead.Value(Bytes value) -> new KeyRead.Value(value);
            case StorageRead.Absent() -> new KeyRead.Absent();
            case StorageRead.Incomplete() -> new KeyRead.Missing(nodes.missing());
        };
    }

    /** See {@link ReadProof#nextKey}. */
    public NextKey nextKey(Bytes prefix, Bytes after) {
        return reads.nextKey(prefix, after);
    }

    /**
     * The smallest key of a child trie above {@code after}; where there is no such child, there is
     * none.
     */
    public NextKey nextKeyOfChild(Bytes storageName, Bytes after) {
        return reads.nextKeyOfChild(storageName, after);
    }

    /** Every entry below {@code prefix}, proven to be all of them. */
    public PrefixRead entries(Bytes prefix) {
        return reads.entries(prefix);
    }

    /** The run of entries below {@code prefix}; see {@link ReadProof#range(Bytes)}. */
    public RangeRead range(Bytes prefix) {
        return reads.range(prefix);
    }

    /** The run of entries above {@code after}; see {@link ReadProof#range(Bytes, Bytes)}. */
    public RangeRead range(Bytes after, Bytes prefix) {
        return reads.range(after, prefix);
    }

    /**
     * The BLAKE2b-256 of the value at {@code key}; the value itself need not be at hand where the
     * node keeps it apart. Empty when the key is absent or the nodes do not lead there.
     */
    public Optional<Hash256> valueHash(Bytes key) {
        NodeView view = new NodeView(false);
        byte[] nibbles = key.toArray();
        if (!nodes.node(root, 0, view)) {
            return Optional.empty();
        }
        int length = nibbles.length * 2;
        int depth = 0;
        while (view.continues(nibbles, depth)) {
            depth += view.partialNibbles();
            if (depth == length) {
                return switch (view.valueKind()) {
                    case NONE -> Optional.empty();
                    case INLINE -> Optional.of(Blake2b.hash256(view.inlineValue()));
                    case HASHED ->
                            Optional.of(
                                    Hash256.of(
                                            view.bytes(),
                                            view.valueAt(),
                                            view.valueAt() + Hash256.SIZE));
                };
            }
            int child = Nibbles.at(nibbles, 0, depth);
            depth++;
            if (!view.hasChild(child) || !view.enterChild(child, nodes, view)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The nodes and detached values that the answers so far rested on, each once. */
    public List<Bytes> used() {
        return nodes.used();
    }
}
