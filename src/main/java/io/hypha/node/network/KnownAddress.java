package io.hypha.node.network;

import io.hypha.node.network.PeerRecord.Origin;
import io.hypha.node.network.PeerRecord.State;
import io.hypha.node.network.wire.Multiaddr;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the table of peers holds of one address; only the table reads and writes it. */
final class KnownAddress {

    final Multiaddr address;
    final Origin origin;
    final boolean localAllowed;
    boolean connecting;
    boolean connected;
    Instant since = Instant.EPOCH;
    Instant retryAt = Instant.MIN;
    int failures;
    String lastFailure = "";
    boolean urgent;

    /** The name that stands for it, if one does. */
    @Nullable Multiaddr name;

    /** Whether it is such a name itself, and was resolved. */
    boolean resolved;

    KnownAddress(Multiaddr address, Origin origin, boolean localAllowed) {
        this.address = address;
        this.origin = origin;
        this.localAllowed = localAllowed;
    }

    State state(Instant now) {
        if (connecting) {
            return new State.Connecting(since);
        }
        return retryAt.isAfter(now) ? new State.BackingOff(retryAt) : new State.Known();
    }
}
