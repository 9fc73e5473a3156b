package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.AnnounceHandshake;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Identify;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.message.TransactionsMessage;
import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that happens on one connection above its bytes: greeting, pings, gossip, questions. */
final class PeerSession implements Link.Owner, Pinging.Owner, Served.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);

    private static final int MOST_MISSTEPS = 8;
    private static final int MOST_REMEMBERED_REQUESTS = 64;
    private static final int MOST_SAME_REQUESTS = 2;
    private static final long IDLE_MILLIS = 60_000;

    private final Swarm swarm;
    private final Multiaddr address;
    private final boolean inbound;
    private final Link link;
    private final Gossip gossip;
    private final Mailbox mailbox = new Mailbox();
    private final RemotePeer peer;
    private final long startedAtMillis;
    private final AtomicLong missteps = new AtomicLong();
    private final Map<Bytes, Integer> requests = new LinkedHashMap<>();

    private volatile @Nullable PeerId remote;
    private volatile boolean joined;
    private volatile boolean gossips;
    private volatile boolean over;
    private volatile String agent = "";
    private volatile String lastFault = "";
    private volatile Role role;
    private volatile BlockId best;
    private volatile @Nullable Duration latency;
    private volatile Set<String> protocols = Set.of();
    private volatile List<Bytes> listens = List.of();
    private long pongAtMillis;
    private long usedAtMillis;
    private boolean pings = true;
    private long pingedAtMillis;

    PeerSession(
            Swarm swarm, Multiaddr address, boolean inbound, Line line, ConnectionMachine machine) {
        this.swarm = swarm;
        this.address = address;
        this.inbound = inbound;
        NetworkOptions options = swarm.options();
        this.link =
                new Link(
                        line,
                        machine,
                        options.clock(),
                        new Budget(options.limits().peerBytes()),
                        this);
        this.gossip = new Gossip(this, link);
        this.peer = new RemotePeer(this, link, options.limits());
        this.role = Role.FULL;
        this.best = new BlockId(0, options.genesis());
        this.startedAtMillis = options.clock().millis();
        this.usedAtMillis = startedAtMillis;
        this.pongAtMillis = startedAtMillis;
    }

    void start() {
        link.start(swarm.threads(), Dialer.place(address));
    }

    NetworkOptions options() {
        return swarm.options();
    }

    Standing standing() {
        return swarm.standing();
    }

    String name(Protocol protocol) {
        return swarm.names().name(protocol);
    }

    Multiaddr address() {
        PeerId id = remote;
        return id == null ? address : address.withPeer(id);
    }

    /** The address as it was dialled. */
    Multiaddr dialled() {
        return address;
    }

    boolean inbound() {
        return inbound;
    }

    Link link() {
        return link;
    }

    RemotePeer peer() {
        return peer;
    }

    Optional<PeerId> remote() {
        return Optional.ofNullable(remote);
    }

    boolean joined() {
        return joined && !over;
    }

    boolean over() {
        return over;
    }

    boolean gossips() {
        return gossips;
    }

    String agent() {
        return agent;
    }

    Role role() {
        return role;
    }

    BlockId best() {
        return best;
    }

    Optional<Duration> latency() {
        return Optional.ofNullable(latency);
    }

    long missteps() {
        return missteps.get();
    }

    long startedAtMillis() {
        return startedAtMillis;
    }

    /** Whether the peer said that it speaks a protocol. */
    boolean speaks(Protocol protocol) {
        return protocols.contains(name(protocol));
    }

    /** Where the peer says that it accepts, as it wrote it. */
    List<Bytes> listens() {
        return listens;
    }

    boolean listenerKeepsUp() {
        return !mailbox.full();
    }

    @Override
    public void secured(PeerId id) {
        remote = id;
        String refusal = swarm.admit(this, id);
        if (!refusal.isEmpty()) {
            link.close(refusal);
            return;
        }
        pongAtMillis = link.nowMillis();
        swarm.threads().start("p2p-tell " + id, mailbox::run);
        Pinging pinging =
                new Pinging(link, options().limits().ping(), options().random(), this);
        if (!link.open(pinging, List.of(name(Protocol.PING)))) {
            pings = false;
        }
        ask(Protocol.IDENTIFY, Bytes.EMPTY, Protocol.IDENTIFY.timeLimit())
                .answer()
                .thenAccept(this::identified);
        if (!inbound) {
            gossip.open(Protocol.BLOCK_ANNOUNCES);
        }
    }

    /** Puts a framed request to the peer. Under the link's lock. */
    Question ask(Protocol protocol, Bytes framedRequest, Duration wait) {
        NetworkLimits limits = options().limits();
        Question question =
                new Question(
                        link,
                        Math.min(protocol.maxResponse(), limits.responseBytes()),
                        wait,
                        limits.idle(),
                        text -> misstep(protocol + ": " + text));
        if (over) {
            question.ended("it had ended before the question");
        } else if (link.open(question, List.of(name(protocol)))) {
            question.ask(framedRequest);
        } else {
            question.answer()
                    .complete(
                            PeerAnswer.failed(
                                    new PeerFault.Unreachable("no further substream fits")));
        }
        return question;
    }

    private void identified(PeerAnswer<Bytes> answer) {
        switch (answer) {
            case PeerAnswer.Got<Bytes>(Bytes message) -> {
                try {
                    Identify identify = Identify.decode(message);
                    agent = AgentText.of(identify.agentVersion());
                    protocols = Set.copyOf(identify.protocols());
                    listens = identify.listenAddresses();
                } catch (MessageException e) {
                    misstep("identify: " + e.getMessage());
                }
            }
            case PeerAnswer.Failed<Bytes>(PeerFault fault) ->
                    LOG.debug("{}: identify: {}", address(), fault.text());
        }
    }

    @Override
    public @Nullable Substream inbound(String name) {
        Optional<Protocol> protocol = swarm.names().protocol(name);
        if (protocol.isEmpty()) {
            return null;
        }
        return switch (protocol.get()) {
            case PING -> new Echo(link);
            case BLOCK_ANNOUNCES, TRANSACTIONS, GRANDPA -> gossip.inbound(protocol.get());
            case IDENTIFY -> new Told(link, swarm.identify(this), options().limits().idle());
            case KAD, SYNC, LIGHT, STATE, WARP ->
                    new Served(link, protocol.get(), options().limits().idle(), this);
        };
    }

    @Override
    public void asked(Served question, Bytes request) {
        usedAtMillis = link.nowMillis();
        switch (question.protocol()) {
            case KAD -> question.answer(swarm.discovery().answer(this, request));
            case SYNC -> {
                int times = timesAsked(request);
                if (times <= MOST_SAME_REQUESTS) {
                    submit(question, request);
                } else if (Serving.isSmall(request)) {
                    misstep("it asked for the same blocks " + times + " times");
                    question.answer(Optional.empty());
                } else {
                    ban(Misconduct.FLOOD, "it asked for the same bodies " + times + " times");
                }
            }
            case LIGHT, STATE, WARP -> submit(question, request);
            case PING, IDENTIFY, BLOCK_ANNOUNCES, TRANSACTIONS, GRANDPA ->
                    throw new IllegalStateException(question.protocol() + " takes no request");
        }
    }

    private int timesAsked(Bytes request) {
        if (requests.size() >= MOST_REMEMBERED_REQUESTS && !requests.containsKey(request)) {
            requests.remove(requests.keySet().iterator().next());
        }
        return requests.merge(request, 1, Integer::sum);
    }

    private void submit(Served question, Bytes request) {
        Optional<Serving> serving = swarm.serving();
        if (serving.isEmpty() || !serving.get().submit(this, question, request)) {
            question.answer(Optional.empty());
        }
    }

    @Override
    public void over(Served question) {
        swarm.serving().ifPresent(serving -> serving.over(this, question));
    }

    @Override
    public void broke(Protocol protocol, PeerFault fault) {
        misstep(protocol + " request: " + fault.text());
    }

    /** The peer sent its block-announce handshake, and is on our chain. */
    void greeted(AnnounceHandshake handshake) {
        role = handshake.role();
        best = handshake.best();
    }

    void mutual(boolean bothWays) {
        gossips = bothWays && !over;
    }

    /** The peer may be asked from now on. */
    void join() {
        gossips = gossip.mutual();
        if (!joined && !over) {
            joined = true;
            mailbox.put(
                    () -> {
                        swarm.joined(this);
                        tell(() -> swarm.listener().joined(peer));
                    });
        }
    }

    /** It refused our announces, or ended them; it may be asked nevertheless. */
    void notGossiping(String why) {
        LOG.debug("{}: no block announces: {}", address(), why);
        gossips = false;
        if (!inbound) {
            join();
        }
    }

    /** Hands a notification to the listener, in order. */
    void deliver(Protocol protocol, Bytes message, int kept) {
        mailbox.put(
                () -> {
                    try {
                        switch (protocol) {
                            case BLOCK_ANNOUNCES -> announced(BlockAnnounce.decode(message));
                            case TRANSACTIONS -> {
                                var extrinsics = TransactionsMessage.decode(message).extrinsics();
                                tell(() -> swarm.listener().transactions(peer, extrinsics));
                            }
                            case GRANDPA -> {
                                GrandpaMessage decoded = GrandpaMessage.decode(message);
                                tell(() -> swarm.listener().grandpa(peer, decoded));
                            }
                            case PING, IDENTIFY, KAD, SYNC, LIGHT, STATE, WARP ->
                                    throw new IllegalStateException(protocol + " notifies nothing");
                        }
                    } catch (MessageException e) {
                        misstep(protocol + ": " + e.getMessage());
                    } finally {
                        link.budget().release(kept);
                    }
                });
    }

    private void announced(BlockAnnounce announce) {
        if (announce.best()) {
            best = announce.header().id();
        }
        tell(() -> swarm.listener().announced(peer, announce));
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed; the connection goes on", address(), e);
        }
    }

    /** Remembers the newest fault in words. */
    void note(String text) {
        lastFault = text;
        LOG.debug("{}: {}", address(), text);
    }

    String lastFault() {
        return lastFault;
    }

    /** Counts a fault that is no lie; many of them cost the connection. */
    void misstep(String text) {
        long count = missteps.incrementAndGet();
        note(text);
        if (count == MOST_MISSTEPS) {
            ban(Misconduct.GARBAGE, count + " faults, the last: " + text);
        }
    }

    void ban(Misconduct kind, String text) {
        PeerId id = remote;
        if (id != null) {
            swarm.report(id, kind, text);
        }
        link.close(text);
    }

    @Override
    public void roundTrip(long millis) {
        pongAtMillis = link.nowMillis();
        Duration old = latency;
        Duration sample = Duration.ofMillis(millis);
        latency = old == null ? sample : old.multipliedBy(3).plus(sample).dividedBy(4);
    }

    @Override
    public void pong(long roundTripMillis) {
        roundTrip(roundTripMillis);
    }

    @Override
    public void noPings() {
        pings = false;
    }

    @Override
    public void broke(String why) {
        misstep(why);
        pings = false;
    }

    /** Lets time pass. */
    void turn(long nowMillis) {
        link.turn(nowMillis);
        link.locked(() -> watch(nowMillis));
    }

    private void watch(long nowMillis) {
        if (over || remote == null) {
            return;
        }
        gossip.turn(nowMillis);
        long period = options().limits().ping().toMillis();
        if (!pings && nowMillis - pingedAtMillis >= period) {
            pingedAtMillis = nowMillis;
            link.ping();
        }
        if (nowMillis - pongAtMillis > 3 * period) {
            link.close("no answer to a ping for " + (nowMillis - pongAtMillis) / 1000 + " s");
        } else if (inbound && !gossip.heard() && nowMillis - usedAtMillis > IDLE_MILLIS) {
            link.close("it neither gossips nor asks");
        }
    }

    boolean tell(Protocol protocol, Bytes message) {
        return link.locked(() -> !over && gossip.tell(protocol, message));
    }

    void tellNeighbor() {
        link.locked(() -> gossip.tellNeighbor(link.nowMillis()));
    }

    @Override
    public void closed(WireFault fault) {
        over = true;
        gossips = false;
        mailbox.end(
                () -> {
                    if (joined) {
                        tell(() -> swarm.listener().left(peer, fault.text()));
                    }
                });
        swarm.ended(this, fault);
    }
}
