package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.network.Misconduct;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerListener;
import io.hypha.node.network.PeerNetwork;
import io.hypha.node.network.PeerRecord;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.scale.ScaleException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node's side towards its peers: each that joins becomes a source with a follower of its own,
 * and what it announces or gossips is laid down there.
 */
final class PeerSide implements PeerListener, AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private record Met(PeerFullNode node, Follower follower) {}

    private final NetworkOptions options;
    private final Sources sources;
    private final TrustKeeper trust;
    private final Function<FullNode, Follower> following;
    private final Map<PeerId, Met> met = new ConcurrentHashMap<>();
    private volatile @Nullable PeerNetwork network;
    private volatile boolean closed;

    /**
     * @param following makes the source and follower of a node that joined; not started yet
     */
    PeerSide(
            NetworkOptions options,
            Sources sources,
            TrustKeeper trust,
            Function<FullNode, Follower> following) {
        this.options = options;
        this.sources = sources;
        this.trust = trust;
        this.following = following;
    }

    void start() {
        PeerNetwork started = PeerNetwork.start(options, this);
        network = started;
        sources.whyNoPeer(this::whyNone);
        trust.onGrowth(path -> tell(started, path));
        trust.path().ifPresent(path -> tell(started, path));
    }

    /** Where we stand: peers send commits only to those below them in the same set. */
    private static void tell(PeerNetwork network, TrustPath path) {
        network.best(path.block());
        network.neighbor(round(path), path.voters().setId(), path.block().number());
    }

    /** The round after the one that ended at the end of the path; in a new set the first. */
    private static long round(TrustPath path) {
        boolean setEnded = path.signersOf(path.block().number()).setId() != path.voters().setId();
        if (setEnded || path.justification().isEmpty()) {
            return 1;
        }
        try {
            return Justification.decode(path.justification()).round() + 1;
        } catch (ScaleException e) {
            throw new IllegalStateException("it was judged before", e);
        }
    }

    @Override
    public void joined(Peer peer) {
        Follower follower = meet(peer);
        if (closed) {
            leave(peer.id());
        } else {
            follower.start();
        }
    }

    /** Makes a source of a peer, with a follower that is not started yet. */
    Follower meet(Peer peer) {
        PeerFullNode node =
                new PeerFullNode(
                        peer, options.genesis(), (kind, text) -> report(peer.id(), kind, text));
        Follower follower = following.apply(node);
        met.put(peer.id(), new Met(node, follower));
        sources.add(follower.source());
        return follower;
    }

    /** One round over all peers on the calling thread: for tests, instead of their threads. */
    void round() {
        met.values().forEach(each -> each.follower().round());
    }

    private void report(PeerId peer, Misconduct kind, String text) {
        PeerNetwork known = network;
        if (known != null) {
            known.report(peer, kind, text);
        }
    }

    @Override
    public void left(Peer peer, String why) {
        leave(peer.id());
    }

    private void leave(PeerId id) {
        Met gone = met.remove(id);
        if (gone != null) {
            sources.remove(gone.follower().source());
            gone.follower().end();
        }
    }

    @Override
    public void announced(Peer peer, BlockAnnounce announce) {
        Met known = met.get(peer.id());
        if (known != null) {
            known.node().announced(announce);
            known.follower().source().claims(announce.header().id());
            known.follower().wake();
        }
    }

    @Override
    public void grandpa(Peer peer, GrandpaMessage message) {
        Met known = met.get(peer.id());
        if (known == null) {
            return;
        }
        switch (message) {
            case GrandpaMessage.Neighbor(long _, long _, long finalized) -> {
                known.node().finalizedAt(finalized);
                known.follower().source().claimsFinal(finalized);
                known.follower().wake();
            }
            case GrandpaMessage.Commit(Bytes encoded) -> {
                known.follower().finality().commits().offer(encoded);
                known.follower().wake();
            }
            // Single votes are for voters.
            case GrandpaMessage.Vote _,
                    GrandpaMessage.CatchUpRequest _,
                    GrandpaMessage.CatchUp _ -> {}
        }
    }

    /** Hands an extrinsic to the peers that gossip; how many. */
    int gossip(Bytes extrinsic) {
        PeerNetwork known = network;
        return known == null ? 0 : known.gossipTransaction(extrinsic);
    }

    /** What is known of every address, those that fail among them. */
    List<PeerRecord> describe() {
        PeerNetwork known = network;
        return known == null ? List.of() : known.describe();
    }

    Sources sources() {
        return sources;
    }

    Optional<Source> source(PeerId id) {
        return Optional.ofNullable(met.get(id)).map(each -> each.follower().source());
    }

    private String whyNone() {
        List<PeerRecord> all = describe();
        if (all.isEmpty()) {
            return "no peer is connected and none is known";
        }
        return "no peer is connected; "
                + all.stream()
                        .limit(3)
                        .map(PeerSide::failure)
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("none is known");
    }

    /** Who and why; most failures name the address already. */
    private static String failure(PeerRecord record) {
        String words = record.lastFailure().isEmpty() ? record.text() : record.lastFailure();
        return words.contains(record.address().host()) ? words : record.address() + ": " + words;
    }

    @Override
    public void close() {
        closed = true;
        List<Met> all = List.copyOf(met.values());
        all.forEach(each -> each.follower().close());
        PeerNetwork known = network;
        if (known != null) {
            known.close();
        }
        met.keySet().forEach(this::leave);
        all.forEach(each -> each.follower().join(LAST_WORDS));
    }
}
