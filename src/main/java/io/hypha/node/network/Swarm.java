package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.PeerRecord.Origin;
import io.hypha.node.network.message.ProtocolNames;
import io.hypha.node.network.wire.AddressProtocol;
import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections of one node, and who is dialled, admitted and dropped. */
final class Swarm implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Swarm.class);

    private static final Duration TURN = Duration.ofMillis(250);
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final NetworkOptions options;
    private final PeerListener listener;
    private final Introduction introduction;
    private final Threads threads = new Threads();
    private final PeerTable table;
    private final Standing standing;
    private final Discovery discovery;
    private final @Nullable Serving serving;
    private final Outgoing outgoing;
    private final Acceptor acceptor;
    private final Book book;
    private final Entrance entrance = new Entrance(this);
    private final List<PeerSession> sessions = new CopyOnWriteArrayList<>();
    private final Semaphore work = new Semaphore(0);
    private volatile boolean closing;

    Swarm(
            NetworkOptions options,
            PeerListener listener,
            @Nullable ChainServer server,
            SSLSocketFactory tls,
            TextRecords records) {
        this.options = options;
        this.listener = listener;
        this.introduction = new Introduction(options, server != null);
        this.book = new Book(options.book());
        this.table = new PeerTable(options.limits(), introduction.self());
        this.standing = new Standing(options.genesis());
        this.discovery = new Discovery(this);
        this.serving = server == null ? null : new Serving(server, options.limits(), threads);
        this.outgoing = new Outgoing(this, tls, records);
        if (server != null) {
            standing.best(server.best());
        }
        options.bootnodes().forEach(address -> table.add(address, Origin.BOOTNODE, true));
        // One from outside that worked once may not lead into this house since.
        options.book()
                .known()
                .forEach(address -> table.add(address, Origin.REMEMBERED, Reach.isLocal(address)));
        this.acceptor = Acceptor.bind(options.listen());
    }

    void start() {
        threads.start("p2p-warm-up", ConnectionMachine::warmUp);
        acceptor.start(threads, this::visited);
        threads.start("p2p-turn", this::turnAll);
    }

    NetworkOptions options() {
        return options;
    }

    PeerListener listener() {
        return listener;
    }

    ProtocolNames names() {
        return introduction.names();
    }

    Threads threads() {
        return threads;
    }

    PeerTable table() {
        return table;
    }

    Standing standing() {
        return standing;
    }

    Discovery discovery() {
        return discovery;
    }

    Entrance entrance() {
        return entrance;
    }

    Introduction introduction() {
        return introduction;
    }

    Book book() {
        return book;
    }

    Optional<Serving> serving() {
        return Optional.ofNullable(serving);
    }

    PeerId self() {
        return introduction.self();
    }

    List<PeerSession> sessions() {
        return sessions;
    }

    List<Multiaddr> addresses() {
        return acceptor.addresses();
    }

    Instant now() {
        return options.clock().instant();
    }

    /** Has the next turn come at once. */
    void wake() {
        work.release();
    }

    private void turnAll() {
        try {
            while (!closing) {
                turn();
                if (work.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        Instant now = now();
        sessions.forEach(session -> session.turn(now.toEpochMilli()));
        table.urgent(now).forEach(outgoing::start);
        // Before the connections: an attempt that becomes one in between counts twice, not never.
        int underWay = outgoing.underWay();
        Set<PeerId> busy = new HashSet<>();
        Map<String, Integer> crowd = new HashMap<>();
        int counted = 0;
        for (PeerSession session : sessions) {
            session.remote().ifPresent(busy::add);
            crowd.merge(Reach.neighbourhood(session.host()), 1, Integer::sum);
            if (!session.over() && (session.gossips() || !session.joined())) {
                counted++;
            }
        }
        int lacking = options.wanted() - counted;
        int room = options.most() - sessions.size();
        if (lacking > 0 && room > 0) {
            // Twice as many as are wanted at once: addresses are often dead, and slow to say so.
            int attempts = Math.min(2 * lacking, room) - underWay;
            table.due(now, Math.max(0, attempts), busy, crowd).forEach(outgoing::start);
        } else if (lacking > 0) {
            entrance.makeRoom(busy);
        }
        discovery.turn(now.toEpochMilli());
    }

    private void visited(Line line, Multiaddr from) {
        if (!entrance.hasRoom(line.host())) {
            LOG.debug("{} is turned away: too many connections", from);
            line.close();
            return;
        }
        ConnectionMachine machine =
                ConnectionMachine.listener(introduction.setup(), options.clock().millis());
        begin(new PeerSession(this, from, true, line, machine));
    }

    void begin(PeerSession session) {
        sessions.add(session);
        if (closing) {
            session.link().close("the network is closing");
        }
        session.start();
    }

    /** Whether a secured peer may stay: empty, or why not. Called under its link's lock. */
    String admit(PeerSession session, PeerId remote) {
        return closing ? "the network is closing" : entrance.admit(session, remote);
    }

    void joined(PeerSession session) {
        LOG.info("{}: joined{}", session.address(), session.inbound() ? ", it dialled us" : "");
        if (!session.inbound()) {
            book.note(session.address(), true);
        }
    }

    /** A connection ended; called under its link's lock. */
    void ended(PeerSession session, WireFault fault) {
        sessions.remove(session);
        Instant now = now();
        boolean secured = session.remote().isPresent();
        String text =
                secured ? fault.text() : Dialer.place(session.dialled()) + ": " + fault.text();
        if (!session.inbound()) {
            if (secured) {
                table.ended(session.dialled(), text, now);
            } else {
                table.failed(session.dialled(), text, now);
                threads.start("p2p-book", () -> book.note(session.dialled(), false));
            }
        }
        Optional<Misconduct> misconduct = Misconduct.in(fault.kind());
        session.remote()
                .ifPresent(id ->
                        misconduct.ifPresent(
                                kind -> table.ban(id, session.address(), kind, text, now)));
        if (!closing) {
            LOG.info("{}: ended: {}", session.address(), text);
        }
        discovery.hurry();
        wake();
    }

    void report(PeerId peer, Misconduct kind, String text) {
        Multiaddr address =
                sessions.stream()
                        .filter(s -> s.remote().filter(peer::equals).isPresent())
                        .findFirst()
                        .map(PeerSession::address)
                        .orElseGet(() -> onlyPeer(peer));
        Instant until = table.ban(peer, address, kind, text, now());
        LOG.warn("{}: {}: {}; left alone until {}", peer, kind, text, until);
        threads.start("p2p-drop " + peer, () -> cut(peer, text));
    }

    private static Multiaddr onlyPeer(PeerId peer) {
        return new Multiaddr(
                List.of(new Multiaddr.Component(AddressProtocol.P2P, peer.multihash())));
    }

    private void cut(PeerId peer, String text) {
        for (PeerSession session : sessions) {
            if (session.remote().filter(peer::equals).isPresent()) {
                session.link().close(text);
            }
        }
    }

    /** What we say about ourselves to a peer. */
    Bytes identify(PeerSession session) {
        return introduction.identify(addresses(), session.dialled());
    }

    int threadsAlive() {
        return threads.alive();
    }

    @Override
    public void close() {
        closing = true;
        acceptor.close();
        List<PeerSession> open = new ArrayList<>(sessions);
        open.forEach(session -> session.link().close("the network is closing"));
        wake();
        threads.close(ENDING);
        open.forEach(session -> session.link().cut());
    }
}
