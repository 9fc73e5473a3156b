package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that happens on one connection above its bytes: greeting, pings, gossip, questions.
 */
final class PeerSession implements LinkOwner {

    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);

    private static final int MOST_MISSTEPS = 8;
    private static final long IDLE_MILLIS = 60_000;

    private final Swarm swarm;
    private final Multiaddr address;
    private final InetAddress host;
    private final boolean inbound;
    private final Link link;
    private final Claims claims;
    private final RemotePeer peer;
    private final Gossip gossip;
    private final Reception reception;
    private final Pulse pulse;
    private final News news;
    private final long startedAtMillis;
    private final AtomicLong missteps = new AtomicLong();
    private volatile @Nullable PeerId remote;
    private volatile boolean joined;
    private volatile boolean gossips;
    private volatile boolean over;
    private volatile String lastFault = "";
    private long heardAtMillis;

    PeerSession(
            Swarm swarm, Multiaddr address, boolean inbound, Line line, ConnectionMachine machine) {
        this.swarm = swarm;
        this.address = address;
        this.host = line.host();
        this.inbound = inbound;
        NetworkOptions options = swarm.options();
        Budget budget = new Budget(options.limits().peerBytes());
        this.link = new Link(line, machine, options.clock(), budget, this);
        this.claims = new Claims(options.genesis());
        this.peer = new RemotePeer(this, link, options.limits());
        this.gossip = new Gossip(this, link);
        this.reception = new Reception(this, swarm, link);
        this.pulse = new Pulse(link, options.limits().ping(), this::misstep);
        this.news = new News(peer, swarm.listener(), claims, this::misstep);
        this.startedAtMillis = options.clock().millis();
    }

    void start() {
        link.start(swarm.threads(), Dialer.place(address));
    }

    Swarm swarm() {
        return swarm;
    }

    NetworkOptions options() {
        return swarm.options();
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

    /** The other end of its socket. */
    InetAddress host() {
        return host;
    }

    boolean inbound() {
        return inbound;
    }

    Link link() {
        return link;
    }

    Claims claims() {
        return claims;
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

    Optional<Duration> latency() {
        return pulse.latency();
    }

    long missteps() {
        return missteps.get();
    }

    long startedAtMillis() {
        return startedAtMillis;
    }

    String lastFault() {
        return lastFault;
    }

    boolean listenerKeepsUp() {
        return news.keepsUp();
    }

    @Override
    public void secured(PeerId id) {
        remote = id;
        String refusal = swarm.admit(this, id);
        if (!refusal.isEmpty()) {
            link.close(refusal);
            return;
        }
        swarm.threads().start("p2p-tell " + id, news::run);
        pulse.start(options().random(), name(Protocol.PING));
        var _ =
                ask(Protocol.IDENTIFY, Bytes.EMPTY, Protocol.IDENTIFY.timeLimit())
                        .answer()
                        .thenAccept(answer -> claims.identified(answer, this::misstep));
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
                    new Served(link, protocol.get(), options().limits().idle(), reception);
        };
    }

    void mutual(boolean bothWays) {
        gossips = bothWays && !over;
    }

    /** The peer may be asked from now on. */
    void join() {
        gossips = gossip.mutual();
        if (!joined && !over) {
            joined = true;
            news.joined(() -> swarm.joined(this));
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
        news.notified(protocol, message, () -> link.budget().release(kept));
    }

    /** Remembers the newest fault in words. */
    void note(String text) {
        lastFault = text;
        LOG.debug("{}: {}", address(), text);
    }

    /** Counts a fault that is no lie; many of them cost the connection. */
    void misstep(String text) {
        // The words first: whoever sees the count finds them.
        note(text);
        long count = missteps.incrementAndGet();
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
    public void pong(long roundTripMillis) {
        pulse.roundTrip(roundTripMillis);
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
        pulse.turn(nowMillis);
        if (gossip.heard()) {
            heardAtMillis = nowMillis;
        }
        long idle = nowMillis - Math.max(heardAtMillis, reception.usedAtMillis());
        if (inbound && idle > IDLE_MILLIS) {
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
        news.left(joined, fault.text());
        swarm.ended(this, fault);
    }
}
