package io.hypha.devnet.p2p;

import io.hypha.devnet.author.TransactionPool;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.wire.PeerId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passes the pool's transactions on, each to each peer once: to those that are there, to those that
 * come later, and again where a peer could not be reached. For one thread, but for {@link #from}.
 */
final class TransactionGossip {

    /** Most transactions remembered as known to one peer. */
    private static final int REMEMBERED = 16_384;

    private final TransactionPool pool;
    private final Map<PeerId, Set<Hash256>> known = new HashMap<>();

    TransactionGossip(TransactionPool pool) {
        this.pool = pool;
    }

    /** A peer sent this itself. */
    synchronized void from(Peer peer, Bytes transaction) {
        note(peer, Blake2b.hash256(transaction));
    }

    private void note(Peer peer, Hash256 transaction) {
        Set<Hash256> hashes = known.computeIfAbsent(peer.id(), _ -> new LinkedHashSet<>());
        if (hashes.add(transaction) && hashes.size() > REMEMBERED) {
            hashes.remove(hashes.iterator().next());
        }
    }

    /** Sends to each peer what is ready and was not sent to it or by it. */
    void propagate(List<Peer> peers) {
        forgetAllBut(peers);
        for (Bytes transaction : peers.isEmpty() ? List.<Bytes>of() : pool.ready()) {
            Hash256 hash = Blake2b.hash256(transaction);
            for (Peer peer : peers) {
                if (!knows(peer, hash)
                        && peer.send(transaction) instanceof PeerAnswer.Got<Boolean>(Boolean sent)
                        && sent) {
                    from(peer, transaction);
                }
            }
        }
    }

    private synchronized void forgetAllBut(List<Peer> peers) {
        known.keySet().retainAll(peers.stream().map(Peer::id).collect(Collectors.toSet()));
    }

    private synchronized boolean knows(Peer peer, Hash256 transaction) {
        return known.getOrDefault(peer.id(), Set.of()).contains(transaction);
    }
}
