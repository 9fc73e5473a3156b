package io.hypha.node.network;

import io.hypha.node.network.wire.Multiaddr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Addresses that outlive the process. Must be quick and safe for several threads. */
public interface AddressBook {

    /** Addresses with the peer's id, those that worked last first. */
    List<Multiaddr> known();

    /**
     * Takes note of one attempt.
     *
     * @param address with the peer's id
     * @param worked whether a peer of our chain answered there
     */
    void remember(Multiaddr address, boolean worked);

    /** One that forgets with the process, and keeps the newest 256 that worked. */
    static AddressBook inMemory() {
        return new AddressBook() {
            private final Set<Multiaddr> worked = new LinkedHashSet<>();

            @Override
            public synchronized List<Multiaddr> known() {
                return new ArrayList<>(worked).reversed();
            }

            @Override
            public synchronized void remember(Multiaddr address, boolean good) {
                worked.remove(address);
                if (good) {
                    worked.add(address);
                    if (worked.size() > 256) {
                        worked.remove(worked.iterator().next());
                    }
                }
            }
        };
    }
}
