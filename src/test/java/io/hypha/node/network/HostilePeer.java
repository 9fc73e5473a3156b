package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.AnnounceHandshake;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.ProtocolNames;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.ConnectionLimits;
import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.ConnectionSetup;
import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A peer that greets as it should and then misbehaves on the protocols that a test says. */
final class HostilePeer implements AutoCloseable {

    /** A substream that the peer serves by a rule of the test's. */
    abstract static class Rude extends Substream {
        Rude(Link link) {
            super(link);
        }

        @Override
        void received(Bytes data, long nowMillis) {
            link().consumed(id(), data.size());
        }

        @Override
        void ended(String why) {}
    }

    private final ProtocolNames names;
    private final Identity identity;
    private final Hash256 genesis;
    private final Acceptor acceptor;
    private final Threads threads = new Threads();
    private final Semaphore never = new Semaphore(0);
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private volatile @Nullable ConnectionMachine newest;
    private final Map<Protocol, Function<Link, Substream>> rules = new EnumMap<>(Protocol.class);
    final BlockingQueue<WireFault> ends = new LinkedBlockingQueue<>();

    HostilePeer(int identity) {
        this(identity, TestChain.GENESIS);
    }

    HostilePeer(int identity, Hash256 genesis) {
        this(identity, genesis, TestChain.GENESIS);
    }

    /**
     * @param genesis in its handshake
     * @param named in the names of its protocols
     */
    HostilePeer(int identity, Hash256 genesis, Hash256 named) {
        this.names = ProtocolNames.of(named, Optional.empty());
        this.identity = Identity.ofSeed(TestNetworks.seed(identity));
        this.genesis = genesis;
        acceptor = Acceptor.bind(List.of(TestNetworks.address("/ip4/127.0.0.1/tcp/0")));
        rule(Protocol.BLOCK_ANNOUNCES, this::greeting);
    }

    HostilePeer rule(Protocol protocol, Function<Link, Substream> substream) {
        rules.put(protocol, substream);
        return this;
    }

    Multiaddr address() {
        return acceptor.addresses().getFirst().withPeer(identity.peerId());
    }

    PeerId id() {
        return identity.peerId();
    }

    List<Link> links() {
        return links;
    }

    HostilePeer start() {
        acceptor.start(threads, (line, _) -> serve(line));
        threads.start("hostile-turn", this::turnAll);
        return this;
    }

    private void turnAll() {
        try {
            while (!never.tryAcquire(20, TimeUnit.MILLISECONDS)) {
                links.forEach(link -> link.turn(link.nowMillis()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Line line) {
        ConnectionMachine machine =
                ConnectionMachine.listener(
                        new ConnectionSetup(
                                identity,
                                TestChain.bytes(32, System.nanoTime()),
                                name -> names.protocol(name).map(rules::containsKey).orElse(false),
                                ConnectionLimits.standard()),
                        InstantSource.system().millis());
        newest = machine;
        Link[] self = new Link[1];
        Link link =
                new Link(
                        line,
                        machine,
                        InstantSource.system(),
                        new Budget(1 << 30),
                        new LinkOwner() {
                            @Override
                            public void secured(PeerId remote) {}

                            @Override
                            public @Nullable Substream inbound(String protocol) {
                                return names.protocol(protocol)
                                        .map(rules::get)
                                        .map(rule -> rule.apply(self[0]))
                                        .orElse(null);
                            }

                            @Override
                            public void pong(long roundTripMillis) {}

                            @Override
                            public void closed(WireFault fault) {
                                ends.add(fault);
                            }
                        });
        self[0] = link;
        links.add(link);
        link.start(threads, "hostile");
    }

    private Substream greeting(Link link) {
        return new Heard(
                link,
                Protocol.BLOCK_ANNOUNCES,
                1 << 20,
                Duration.ofSeconds(5),
                () -> true,
                new Heard.Owner() {
                    @Override
                    public Optional<Bytes> greeted(Protocol protocol, Bytes handshake) {
                        return Optional.of(handshake());
                    }

                    @Override
                    public void notified(Protocol protocol, Bytes message, int kept) {
                        link.budget().release(kept);
                    }

                    @Override
                    public void silent(Protocol protocol) {}

                    @Override
                    public void broke(Protocol protocol, PeerFault fault) {}
                });
    }

    Bytes handshake() {
        return new AnnounceHandshake(Role.FULL, new BlockId(77, TestChain.hash("best")), genesis)
                .encode();
    }

    /** The machine of the newest connection. */
    ConnectionMachine machine() {
        return Objects.requireNonNull(newest);
    }

    String name(Protocol protocol) {
        return names.name(protocol);
    }

    @Override
    public void close() {
        acceptor.close();
        links.forEach(Link::cut);
        threads.close(Duration.ofSeconds(5));
    }
}
