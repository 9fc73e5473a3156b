package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.PeerRecord.Origin;
import io.hypha.node.network.message.KadPeer;
import io.hypha.node.network.message.KadRequest;
import io.hypha.node.network.message.KadResponse;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds peers by Kademlia: asks a connected peer for those near a random key, first each two
 * seconds, then less and less often. What peers say about other peers is hearsay: bounded in count,
 * and kept away from hosts of this house unless the teller is one.
 */
final class Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private static final long FIRST_PERIOD_MILLIS = 2_000;
    private static final long LAST_PERIOD_MILLIS = 120_000;
    private static final int CLOSEST = 20;
    private static final int ADDRESSES_PER_PEER = 4;

    private final Swarm swarm;
    private long periodMillis = FIRST_PERIOD_MILLIS;
    private long nextAtMillis;
    private boolean asking;

    Discovery(Swarm swarm) {
        this.swarm = swarm;
    }

    /** Asks again soon: peers were lost or are few. */
    synchronized void hurry() {
        periodMillis = FIRST_PERIOD_MILLIS;
    }

    void turn(long nowMillis) {
        List<PeerSession> able = swarm.sessions().stream().filter(PeerSession::joined).toList();
        synchronized (this) {
            if (able.isEmpty() || asking || nowMillis < nextAtMillis) {
                return;
            }
            asking = true;
            nextAtMillis = nowMillis + periodMillis;
            periodMillis = Math.min(2 * periodMillis, LAST_PERIOD_MILLIS);
        }
        RandomGenerator random = swarm.options().random();
        PeerSession teller = able.get(random.nextInt(able.size()));
        byte[] key = new byte[32];
        random.nextBytes(key);
        if (!swarm.threads().start("p2p-find", () -> find(teller, Bytes.of(key)))) {
            synchronized (this) {
                asking = false;
            }
        }
    }

    private void find(PeerSession teller, Bytes key) {
        try {
            PeerAnswer<Bytes> answer =
                    teller.peer()
                            .ask(
                                    Protocol.KAD,
                                    new KadRequest.FindNode(key).encode(),
                                    Protocol.KAD.timeLimit());
            switch (answer) {
                case PeerAnswer.Got<Bytes>(Bytes message) -> learn(teller, message);
                case PeerAnswer.Failed<Bytes>(PeerFault fault) ->
                        LOG.debug("{}: FIND_NODE: {}", teller.address(), fault.text());
            }
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }

    private void learn(PeerSession teller, Bytes message) {
        try {
            int fresh = 0;
            for (KadPeer found :
                    KadResponse.decode(message).closer().stream().limit(CLOSEST).toList()) {
                fresh += learn(teller, found);
            }
            LOG.debug("{} told of {} addresses that are new", teller.address(), fresh);
            if (fresh > 0) {
                swarm.wake();
            }
        } catch (MessageException e) {
            teller.misstep("FIND_NODE: " + e.getMessage());
        }
    }

    private int learn(PeerSession teller, KadPeer found) {
        boolean localAllowed = Reach.isLocal(teller.dialled());
        int fresh = 0;
        try {
            PeerId id = PeerId.fromBytes(found.id());
            if (id.equals(swarm.self())) {
                return 0;
            }
            for (Bytes encoded : found.addresses().stream().limit(ADDRESSES_PER_PEER).toList()) {
                Optional<Multiaddr> address = usable(encoded, id, localAllowed);
                if (address.isPresent()
                        && swarm.table().add(address.get(), Origin.DISCOVERED, localAllowed)) {
                    fresh++;
                }
            }
        } catch (AddressException e) {
            LOG.debug("{} told of a peer without an id: {}", teller.address(), e.getMessage());
        }
        return fresh;
    }

    static Optional<Multiaddr> usable(Bytes encoded, PeerId id, boolean localAllowed) {
        try {
            Multiaddr address = Multiaddr.fromBytes(encoded);
            boolean sameOrNone = address.peerId().map(id::equals).orElse(true);
            return sameOrNone && address.isDialable() && (localAllowed || !Reach.isLocal(address))
                    ? Optional.of(address.withPeer(id))
                    : Optional.empty();
        } catch (AddressException _) {
            return Optional.empty();
        }
    }

    /** The answer to a peer's FIND_NODE: the connected peers nearest to the key. */
    Optional<Bytes> answer(PeerSession asker, Bytes request) {
        try {
            return switch (KadRequest.decode(request)) {
                case KadRequest.FindNode(Bytes key) -> Optional.of(closest(asker, key).encode());
                case KadRequest.Unsupported _ -> Optional.empty();
            };
        } catch (MessageException e) {
            asker.misstep("FIND_NODE: " + e.getMessage());
            return Optional.empty();
        }
    }

    private KadResponse closest(PeerSession asker, Bytes key) {
        byte[] target = sha256(key);
        boolean localAllowed = Reach.isLocal(asker.dialled());
        record Near(Bytes distance, KadPeer peer) {}
        List<Near> near = new ArrayList<>();
        for (PeerSession session : swarm.sessions()) {
            Optional<PeerId> id = session.remote();
            if (session == asker || id.isEmpty() || session.over()) {
                continue;
            }
            List<Bytes> addresses = addresses(session, id.get(), localAllowed);
            if (!addresses.isEmpty()) {
                byte[] distance = sha256(id.get().multihash());
                for (int i = 0; i < distance.length; i++) {
                    distance[i] ^= target[i];
                }
                near.add(
                        new Near(Bytes.of(distance), new KadPeer(id.get().multihash(), addresses)));
            }
        }
        return new KadResponse(
                near.stream()
                        .sorted(Comparator.comparing(Near::distance))
                        .limit(CLOSEST)
                        .map(Near::peer)
                        .toList());
    }

    private List<Bytes> addresses(PeerSession session, PeerId id, boolean localAllowed) {
        if (!session.inbound()) {
            Multiaddr dialled = session.dialled().withoutPeer();
            return localAllowed || !Reach.isLocal(dialled) ? List.of(dialled.toBytes()) : List.of();
        }
        if (!session.claims().speaks(session.name(Protocol.KAD))) {
            return List.of();
        }
        return session.claims().listens().stream()
                .map(encoded -> usable(encoded, id, localAllowed))
                .flatMap(Optional::stream)
                .limit(ADDRESSES_PER_PEER)
                .map(address -> address.withoutPeer().toBytes())
                .toList();
    }

    private static byte[] sha256(Bytes value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
