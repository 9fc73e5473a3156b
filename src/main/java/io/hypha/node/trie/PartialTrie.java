package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trie of which only some nodes are at hand, as after reading parts of it: what they do not show
 * is {@link StorageRead.Incomplete} and never absent. Nodes are found by the hash of their bytes,
 * so it does not matter who sent them. Keeps those that an answer rested on: they are its proof.
 */
public final class PartialTrie {

    private final byte[] root;
    private final KnownNodes nodes;
    private final TrieReader reader;

    /**
     * @param root the state root of a header that the caller believes
     * @param source bytes by their BLAKE2b-256; whoever fills it has hashed them
     */
    public PartialTrie(Hash256 root, NodeSource source) {
        this.root = root.toArray();
        this.nodes = new KnownNodes(source);
        this.reader = new TrieReader(nodes);
    }

    public StorageRead read(Bytes key) {
        return reader.read(root, key.toArray());
    }

    /** Every entry below {@code prefix}, proven to be all of them. */
    public PrefixRead entries(Bytes prefix) {
        return PrefixEntries.below(nodes, root, prefix);
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
        return List.copyOf(nodes.used.values());
    }

    private static final class KnownNodes implements NodeLookup {
        private final NodeSource source;
        private final Map<Hash256, Bytes> used = new LinkedHashMap<>();

        KnownNodes(NodeSource source) {
            this.source = source;
        }

        private Optional<Bytes> find(byte[] bytes, int hashAt) {
            Hash256 hash = Hash256.of(bytes, hashAt, hashAt + Hash256.SIZE);
            Bytes known = used.get(hash);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<Bytes> found = source.get(hash);
            found.ifPresent(node -> used.put(hash, node));
            return found;
        }

        @Override
        public boolean node(byte[] bytes, int hashAt, NodeView target) {
            Optional<Bytes> found = find(bytes, hashAt);
            if (found.isEmpty()) {
                return false;
            }
            byte[] node = found.get().toArray();
            try {
                target.decode(node, 0, node.length, true);
                return true;
            } catch (MalformedNodeException noNode) {
                // The trie refers to something that is no node: nothing is known below it.
                return false;
            }
        }

        @Override
        public Optional<Bytes> value(byte[] bytes, int hashAt) {
            return find(bytes, hashAt);
        }

        @Override
        public boolean wereChecked() {
            return false;
        }
    }
}
