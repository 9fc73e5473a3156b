package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.trie.NodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trie nodes and detached values by their hash, kept between blocks within bounds: most of a state
 * is the same from one block to the next, so that a read at a newer block asks only for what hangs
 * below changed nodes. What hashes right is right, whoever sent it.
 */
final class NodeCache {

    private static final long CAPACITY_BYTES = 32L << 20;
    private static final int ENTRY_OVERHEAD = 192;

    /** A value above this is not worth the nodes that it would push out. */
    private static final int MAX_KEPT = 4 << 20;

    /** Of one question, and never more than a fourth of the heap. */
    private static final long MAX_BAG_BYTES = 256L << 20;

    private final BoundedCache<Hash256, Bytes> kept =
            new BoundedCache<>(CAPACITY_BYTES, node -> node.size() + ENTRY_OVERHEAD);

    /**
     * The nodes of one question, on top of what is kept; they outlive any pressure until its end.
     */
    Bag bag() {
        return bag(Math.min(MAX_BAG_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }

    /** One of so many bytes, what each node costs beside itself counted. */
    Bag bag(long most) {
        return new Bag(most);
    }

    final class Bag implements NodeSource {

        private final long most;
        private final Map<Hash256, Bytes> nodes = new ConcurrentHashMap<>();
        private final AtomicLong bytes = new AtomicLong();

        private Bag(long most) {
            this.most = most;
        }

        @Override
        public Optional<Bytes> get(Hash256 blake2b256) {
            Bytes own = nodes.get(blake2b256);
            return own != null ? Optional.of(own) : kept.get(blake2b256);
        }

        /** Takes in nodes that were checked; false when it would grow beyond bounds. */
        boolean addAll(List<Bytes> more) {
            for (Bytes node : more) {
                Hash256 hash = Blake2b.hash256(node);
                if (nodes.putIfAbsent(hash, node) == null) {
                    bytes.addAndGet(node.size() + ENTRY_OVERHEAD);
                    if (node.size() <= MAX_KEPT) {
                        kept.put(hash, node);
                    }
                }
            }
            return bytes.get() <= most;
        }

        /** Why it takes no more. */
        String full() {
            return "the proof grows beyond "
                    + (most >> 20)
                    + " MiB, all that one question may hold in this process's memory";
        }

        /** Grows with each node that was not there. */
        int count() {
            return nodes.size();
        }
    }
}
