package io.hypha.node.network;

import io.hypha.node.network.wire.PeerId;
import io.hypha.node.network.wire.WireFault;
import org.jspecify.annotations.Nullable;

/** Told what happens on a {@link Link}, under its lock. */
interface LinkOwner {

    void secured(PeerId remote);

    /** A substream that the peer opened; null refuses it. */
    @Nullable Substream inbound(String protocol);

    /** The answer to {@link Link#ping}. */
    void pong(long roundTripMillis);

    void closed(WireFault fault);
}
