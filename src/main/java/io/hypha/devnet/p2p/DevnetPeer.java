package io.hypha.devnet.p2p;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.FinalityRecord;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.devnet.author.VoterLine;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.Justification;
import io.hypha.node.header.Header;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerListener;
import io.hypha.node.network.PeerNetwork;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One devnet node among its peers: serves them, tells them of each block and of its finality, and
 * takes and passes on transactions.
 */
public final class DevnetPeer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevnetPeer.class);

    /** Transactions of peers that wait to be judged; what comes above is dropped. */
    private static final int MAX_WAITING = 4096;

    /** Time between two looks for peers that miss a transaction. */
    private static final long PROPAGATE_MILLIS = 500;

    private static final int MAX_PEERS = 64;
    private static final int REMEMBERED_ANNOUNCES = 64;
    private static final String AGENT = "hypha-devnet";

    private final Chain chain;
    private final TransactionPool pool;
    private final PeerListener member;
    private final PeerNetwork network;
    private final TransactionGossip transactions;
    private final ScheduledExecutorService teller =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("devnet-teller").factory());
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final Deque<Hash256> announced = new ArrayDeque<>();
    private final AtomicBoolean propagating = new AtomicBoolean();

    private DevnetPeer(
            Chain chain,
            TransactionPool pool,
            PeerListener member,
            NetworkOptions options,
            ChainServer server) {
        this.chain = chain;
        this.pool = pool;
        this.transactions = new TransactionGossip(pool);
        this.member = member;
        this.network = PeerNetwork.serve(options, new Listener(), server);
    }

    /**
     * Listens and takes part.
     *
     * @param identitySeed 32 bytes of the key behind the peer id
     * @param listen where to; port 0 takes a free one
     * @param bootnodes dialled at once
     * @param member hears announces and votes; does not matter to a node that is alone
     * @param server answers peers, from the same chain
     * @throws java.io.UncheckedIOException when it cannot listen there
     */
    public static DevnetPeer open(
            Chain chain,
            TransactionPool pool,
            Bytes identitySeed,
            Multiaddr listen,
            List<Multiaddr> bootnodes,
            PeerListener member,
            ChainServer server) {
        NetworkOptions options =
                NetworkOptions.full(
                                chain.genesis().hash(),
                                Role.AUTHORITY,
                                identitySeed,
                                List.of(listen))
                        .withBootnodes(bootnodes)
                        .withPeers(bootnodes.size(), MAX_PEERS)
                        .withAgent(AGENT);
        DevnetPeer peer = new DevnetPeer(chain, pool, member, options, server);
        chain.follow(head -> peer.stand(head), news -> peer.later(() -> peer.tell(news)));
        pool.follow(_ -> peer.propagateSoon());
        var _ =
                peer.teller.scheduleWithFixedDelay(
                        peer::propagateSoon,
                        PROPAGATE_MILLIS,
                        PROPAGATE_MILLIS,
                        TimeUnit.MILLISECONDS);
        return peer;
    }

    /** Where peers reach this node: plain, then over WebSocket. */
    public List<Multiaddr> addresses() {
        return network.addresses();
    }

    public PeerNetwork network() {
        return network;
    }

    private void later(Runnable task) {
        try {
            teller.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("the devnet could not tell its peers: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closing; peers are told no more");
        }
    }

    /** Once for all that come until then. */
    private void propagateSoon() {
        if (propagating.compareAndSet(false, true)) {
            later(this::propagate);
        }
    }

    private void propagate() {
        propagating.set(false);
        transactions.propagate(network.peers());
    }

    private void stand(StoredBlock head) {
        network.best(head.id());
        network.neighbor(round(head), chain.voters().voters().setId(), head.number());
    }

    /** The round of the newest block: where it has no votes of its own, its number. */
    private long round(StoredBlock head) {
        return chain.finality()
                .newest()
                .map(newest -> Justification.decode(newest.justification()).round())
                .orElse(head.number());
    }

    private void tell(NewBlock news) {
        StoredBlock block = news.block();
        if (!isAnnounced(block.hash())) {
            announce(block.header());
        }
        network.neighbor(
                round(block),
                chain.finality()
                        .votersAfter(block.number())
                        .map(line -> line.voters().setId())
                        .orElse(0L),
                block.number());
        commitOf(block).ifPresent(network::gossip);
    }

    /** Tells peers of a block that is our best and not final. */
    public void announce(Header header) {
        synchronized (announced) {
            announced.remove(header.hash());
            announced.addLast(header.hash());
            if (announced.size() > REMEMBERED_ANNOUNCES) {
                announced.removeFirst();
            }
        }
        network.best(header.id());
        network.announce(header, true);
    }

    private boolean isAnnounced(Hash256 block) {
        synchronized (announced) {
            return announced.contains(block);
        }
    }

    private Optional<GrandpaMessage> commitOf(StoredBlock block) {
        FinalityRecord finality = chain.finality();
        Optional<Bytes> justification =
                block.justifications().stream()
                        .findFirst()
                        .or(() ->
                                finality.newest()
                                        .filter(newest ->
                                                newest.block().hash().equals(block.hash()))
                                        .map(FinalityRecord.Justified::justification));
        Optional<VoterLine> signers = finality.votersAfter(block.number() - 1);
        return justification.flatMap(proof ->
                signers.map(line -> {
                    Justification votes = Justification.decode(proof);
                    return new GrandpaMessage.Commit(
                            new Commit(
                                            votes.round(),
                                            line.voters().setId(),
                                            block.id(),
                                            votes.precommits())
                                    .encode());
                }));
    }

    /** What peers tell. */
    private final class Listener implements PeerListener {

        @Override
        public void joined(Peer peer) {
            member.joined(peer);
        }

        @Override
        public void left(Peer peer, String why) {
            member.left(peer, why);
        }

        @Override
        public void announced(Peer peer, BlockAnnounce announce) {
            member.announced(peer, announce);
        }

        @Override
        public void grandpa(Peer peer, GrandpaMessage message) {
            member.grandpa(peer, message);
        }

        @Override
        public void transactions(Peer peer, List<Bytes> extrinsics) {
            for (Bytes extrinsic : extrinsics) {
                transactions.from(peer, extrinsic);
                if (!room.tryAcquire()) {
                    return;
                }
                later(() -> {
                    room.release();
                    pool.submit(extrinsic, List.of());
                });
            }
        }
    }

    public PeerId id() {
        return network.self();
    }

    @Override
    public void close() {
        teller.shutdownNow();
        network.close();
    }
}
