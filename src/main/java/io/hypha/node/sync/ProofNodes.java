package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The union of proofs under one root; each was valid by itself, so their union is. */
final class ProofNodes {

    private static final long MAX_BYTES = 256L << 20;

    private final Map<Hash256, Bytes> nodes = new LinkedHashMap<>();
    private long bytes;

    /** False when the union would grow beyond bounds. */
    boolean addAll(List<Bytes> more) {
        for (Bytes node : more) {
            if (nodes.putIfAbsent(Blake2b.hash256(node), node) == null) {
                bytes += node.size();
            }
        }
        return bytes <= MAX_BYTES;
    }

    List<Bytes> all() {
        return List.copyOf(nodes.values());
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    long bytes() {
        return bytes;
    }
}
