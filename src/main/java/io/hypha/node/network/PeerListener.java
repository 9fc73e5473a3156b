package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import java.util.List;

/**
 * Hears what peers do. Called in order for one peer, and at the same time for different peers, from
 * a thread of the network that may ask and report but must not block for long: while it does, the
 * peer is not read from.
 */
public interface PeerListener {

    /** It is on our chain as far as its handshake says, and may be asked from now on. */
    default void joined(Peer peer) {}

    /** It may be asked no longer. Follows each {@link #joined} exactly once. */
    default void left(Peer peer, String why) {}

    default void announced(Peer peer, BlockAnnounce announce) {}

    default void grandpa(Peer peer, GrandpaMessage message) {}

    /** Each extrinsic with its own compact length in front. */
    default void transactions(Peer peer, List<Bytes> extrinsics) {}
}
