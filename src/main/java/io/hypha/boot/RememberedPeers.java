package io.hypha.boot;

import io.hypha.index.PeerAddressStore;
import io.hypha.node.network.AddressBook;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The light node's address book over the database. What was known at the start answers from memory;
 * attempts are written by a thread of their own, so that neither a slow database nor none at all
 * holds up the network. What cannot be written is forgotten: it is a convenience, no figure rests
 * on it.
 */
final class RememberedPeers implements AddressBook, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RememberedPeers.class);
    private static final int WAITING = 256;

    private record Attempt(String address, boolean worked, Instant at) {}

    private final PeerAddressStore store;
    private final InstantSource clock;
    private final List<Multiaddr> known;
    private final LateWriter<Attempt> writer;

    private RememberedPeers(PeerAddressStore store, InstantSource clock, List<Multiaddr> known) {
        this.store = store;
        this.clock = clock;
        this.known = known;
        this.writer = new LateWriter<>("peers' addresses", WAITING, this::write);
    }

    /** Reads what is on record, now. */
    static RememberedPeers of(PeerAddressStore store, InstantSource clock) {
        return new RememberedPeers(store, clock, read(store));
    }

    private static List<Multiaddr> read(PeerAddressStore store) {
        List<Multiaddr> addresses = new ArrayList<>();
        for (String text : store.known()) {
            try {
                addresses.add(Multiaddr.parse(text));
            } catch (AddressException e) {
                LOG.warn("the database remembers a peer at no address: {}", e.getMessage());
            }
        }
        return List.copyOf(addresses);
    }

    @Override
    public List<Multiaddr> known() {
        return known;
    }

    @Override
    public void remember(Multiaddr address, boolean worked) {
        writer.later(new Attempt(address.toString(), worked, clock.instant()));
    }

    private void write(Attempt attempt) {
        if (attempt.worked()) {
            store.worked(attempt.address(), attempt.at());
        } else {
            store.failed(attempt.address(), attempt.at());
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        writer.close();
    }
}
