package io.hypha.node.network;

import io.hypha.node.network.wire.ConnectionMachine;
import io.hypha.node.network.wire.Multiaddr;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Attempts to reach an address: a connection begins, or the table learns why none does. */
final class Outgoing {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final Swarm swarm;
    private final Dialer dialer;
    private final NamedPeers names;
    private final AtomicInteger underWay = new AtomicInteger();

    Outgoing(Swarm swarm, SSLSocketFactory tls, TextRecords records) {
        NetworkLimits limits = swarm.options().limits();
        NameLookup lookup = new NameLookup();
        this.swarm = swarm;
        this.dialer = new Dialer(limits.dial(), limits.handshake(), tls, lookup);
        this.names = new NamedPeers(records, lookup, limits.dial());
    }

    /** Attempts that have not come to a connection or a failure yet. */
    int underWay() {
        return underWay.get();
    }

    /** Begins an attempt. */
    void start(Multiaddr address) {
        underWay.incrementAndGet();
        if (!swarm.threads().start("p2p-dial " + address, () -> attempt(address))) {
            underWay.decrementAndGet();
            swarm.table().failed(address, "the network is closing", swarm.now());
        }
    }

    private void attempt(Multiaddr address) {
        try {
            connect(address);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Waits for a connection, or for the addresses that a name stands for. */
    private void connect(Multiaddr address) {
        try {
            if (NamedPeers.isName(address)) {
                resolve(address);
            } else {
                dial(address);
            }
        } catch (Unreachable e) {
            PeerTable table = swarm.table();
            // The same again and again is said once.
            boolean news = !e.reason().equals(table.lastFailure(address));
            LOG.atLevel(news ? Level.INFO : Level.DEBUG)
                    .log(
                            "{}: {}; tried again in {} s",
                            address,
                            e.reason(),
                            swarm.options()
                                    .limits()
                                    .retryAfter(table.failures(address) + 1)
                                    .toSeconds());
            table.failed(address, e.reason(), swarm.now());
            swarm.book().note(address, false);
        }
    }

    private void dial(Multiaddr address) throws Unreachable {
        Line line = dialer.dial(address, swarm.table().localAllowed(address));
        if (isHearsay(address) && swarm.entrance().isCrowded(line.host())) {
            line.close();
            throw new Unreachable(
                    Dialer.place(address) + ": its neighbourhood has as many peers as it may");
        }
        Introduction introduction = swarm.introduction();
        long millis = swarm.options().clock().millis();
        ConnectionMachine machine =
                address.isWebSocket()
                        ? ConnectionMachine.webSocketDialer(
                                introduction.setup(),
                                address.peerId(),
                                Dialer.place(address),
                                millis)
                        : ConnectionMachine.dialer(introduction.setup(), address.peerId(), millis);
        swarm.begin(new PeerSession(swarm, address, false, line, machine));
    }

    /** Whether strangers told of it: what was configured may be anywhere. */
    private boolean isHearsay(Multiaddr address) {
        return switch (swarm.table().origin(address)) {
            case REMEMBERED, DISCOVERED -> true;
            case BOOTNODE, ADDED, INBOUND -> false;
        };
    }

    private void resolve(Multiaddr name) throws Unreachable {
        List<Multiaddr> addresses = names.behind(name, swarm.table().localAllowed(name));
        LOG.info("{} stands for {} addresses", name, addresses.size());
        swarm.table().resolved(name, addresses, swarm.now());
        swarm.wake();
    }
}
