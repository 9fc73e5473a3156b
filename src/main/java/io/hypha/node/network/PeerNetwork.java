package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.message.TransactionsMessage;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/**
 * The peers of one chain: dials, greets, keeps and drops them, and carries bytes to and from them.
 *
 * <p>All methods may be called from any thread. Threads, sockets and timers end with {@link
 * #close}.
 */
public final class PeerNetwork implements AutoCloseable {

    private static final Comparator<Peer> PROMISE =
            Comparator.<Peer>comparingLong(Peer::faults)
                    .thenComparing(peer -> !peer.gossips())
                    .thenComparing(peer -> peer.latency().orElse(Duration.ofDays(1)));

    private final Swarm swarm;

    private PeerNetwork(Swarm swarm) {
        this.swarm = swarm;
        swarm.start();
    }

    /**
     * Takes part as one who only asks.
     *
     * @throws java.io.UncheckedIOException when an address to listen on cannot be bound
     */
    public static PeerNetwork start(NetworkOptions options, PeerListener listener) {
        return new PeerNetwork(
                new Swarm(options, listener, null, systemTls(), TextRecords.ofSystem()));
    }

    /**
     * Takes part as one who also answers.
     *
     * @throws java.io.UncheckedIOException when an address to listen on cannot be bound
     */
    public static PeerNetwork serve(
            NetworkOptions options, PeerListener listener, ChainServer server) {
        return new PeerNetwork(
                new Swarm(options, listener, server, systemTls(), TextRecords.ofSystem()));
    }

    /** Trusts certificates as a test wants it. */
    static PeerNetwork start(NetworkOptions options, PeerListener listener, SSLSocketFactory tls) {
        return new PeerNetwork(new Swarm(options, listener, null, tls, TextRecords.ofSystem()));
    }

    /** Asks for the names behind {@code /dnsaddr} as a test wants it. */
    static PeerNetwork start(NetworkOptions options, PeerListener listener, TextRecords records) {
        return new PeerNetwork(new Swarm(options, listener, null, systemTls(), records));
    }

    private static SSLSocketFactory systemTls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    public PeerId self() {
        return swarm.self();
    }

    /** Where we accept, with the true port and our id: TCP, then WebSocket, for each socket. */
    public List<Multiaddr> addresses() {
        List<Multiaddr> all = new ArrayList<>();
        for (Multiaddr address : swarm.addresses()) {
            all.add(address.withPeer(self()));
            try {
                all.add(Multiaddr.parse(address + "/ws").withPeer(self()));
            } catch (AddressException e) {
                throw new IllegalStateException(address + "/ws is no address", e);
            }
        }
        return all;
    }

    /** Peers that may be asked, the most promising first: few faults, gossiping, near. */
    public List<Peer> peers() {
        return swarm.sessions().stream()
                .filter(PeerSession::joined)
                .<Peer>map(PeerSession::peer)
                .sorted(PROMISE)
                .toList();
    }

    /** Every address of interest with its state: bootnodes, connected peers, bans, failures. */
    public List<PeerRecord> describe() {
        PeerTable table = swarm.table();
        List<PeerRecord> records = new ArrayList<>();
        for (PeerSession session : swarm.sessions()) {
            if (session.over() || (session.remote().isEmpty() && !session.inbound())) {
                continue;
            }
            String fault = session.lastFault();
            records.add(
                    new PeerRecord(
                            session.address(),
                            session.inbound()
                                    ? PeerRecord.Origin.INBOUND
                                    : table.origin(session.dialled()),
                            connected(session),
                            fault.isEmpty() ? table.lastFailure(session.dialled()) : fault,
                            table.failures(session.dialled())));
        }
        records.addAll(table.describe(swarm.now()));
        return records;
    }

    private static PeerRecord.State connected(PeerSession session) {
        Peer peer = session.peer();
        return new PeerRecord.State.Connected(
                Instant.ofEpochMilli(session.startedAtMillis()),
                session.joined(),
                session.inbound(),
                peer.gossips(),
                peer.agent(),
                peer.role(),
                peer.best(),
                peer.latency(),
                peer.bytesReceived(),
                peer.bytesSent(),
                peer.faults());
    }

    /**
     * Cuts the connection to a peer and leaves it alone for as long as its misconduct is worth.
     *
     * @param text what was expected and what was found
     */
    public void report(PeerId peer, Misconduct kind, String text) {
        swarm.report(peer, kind, text);
    }

    /** Lifts a ban and the back-off of a peer's addresses. */
    public void forgive(PeerId peer) {
        swarm.table().forgive(peer);
        swarm.wake();
    }

    /**
     * Adds an address and dials it soon, beyond the wanted count if need be. Of a {@code /dnsaddr}
     * that is the name; the addresses behind it are dialled as peers are wanted.
     */
    public void dial(Multiaddr address) {
        swarm.table().add(address, PeerRecord.Origin.ADDED, true);
        swarm.table().hurry(address);
        swarm.wake();
    }

    /**
     * Sends an extrinsic (with its own compact length in front) to all gossiping peers.
     *
     * @return how many it was queued for
     * @throws IllegalArgumentException when it does not begin with its length
     */
    public int gossipTransaction(Bytes extrinsic) {
        return tell(Protocol.TRANSACTIONS, new TransactionsMessage(List.of(extrinsic)).encode());
    }

    /** What we say our best block is, in handshakes from now on. */
    public void best(BlockId block) {
        swarm.standing().best(block);
    }

    /**
     * Announces a block to all gossiping peers; a best one also to those that are about to be,
     * whose handshake says less.
     *
     * @return how many it was queued for
     */
    public int announce(Header header, boolean best) {
        Bytes message = new BlockAnnounce(header, best, Bytes.EMPTY).encode();
        if (best) {
            // Before anybody is told: who begins to listen meanwhile looks here.
            swarm.standing().announced(header.id(), message);
        }
        return tell(Protocol.BLOCK_ANNOUNCES, message);
    }

    /**
     * Sends a vote or a commit to all peers with a GRANDPA link; but light ones get commits only,
     * which is all that they can use.
     *
     * @return how many it was queued for
     */
    public int gossip(GrandpaMessage message) {
        boolean forAll = message instanceof GrandpaMessage.Commit;
        return tell(
                Protocol.GRANDPA,
                message.encode(),
                session -> forAll || session.peer().role() != Role.LIGHT);
    }

    private int tell(Protocol protocol, Bytes message) {
        return tell(protocol, message, _ -> true);
    }

    private int tell(Protocol protocol, Bytes message, Predicate<PeerSession> to) {
        int told = 0;
        for (PeerSession session : swarm.sessions()) {
            if (to.test(session) && session.tell(protocol, message)) {
                told++;
            }
        }
        return told;
    }

    /**
     * Says where we stand in finality: without it no peer sends a commit. Sent to each peer when
     * its GRANDPA link opens and when it advances, never backwards, and again each five minutes.
     */
    public void neighbor(long round, long setId, long finalizedNumber) {
        swarm.standing().neighbor(new GrandpaMessage.Neighbor(round, setId, finalizedNumber));
        swarm.sessions().forEach(PeerSession::tellNeighbor);
    }

    /** Threads that still run: none after {@link #close}. */
    int threadsAlive() {
        return swarm.threadsAlive();
    }

    @Override
    public void close() {
        swarm.close();
    }
}
