package io.hypha.devnet.member;

import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.GrandpaMessage;

/**
 * What a member wants to be sent or fetched.
 *
 * @param <P> how the network names a peer
 */
sealed interface Action<P> {

    /** Tell all peers of a child of the head that we know to be good. */
    record Announce<P>(Header header) implements Action<P> {}

    record Gossip<P>(GrandpaMessage message) implements Action<P> {}

    /** Ask this peer for one block; give what comes to {@link MemberMachine#fetched}. */
    record FetchBlock<P>(P from, Hash256 hash) implements Action<P> {}

    /** The same for the blocks from a number on. */
    record FetchFrom<P>(P from, long number) implements Action<P> {}

    /** This peer sent what no honest member sends. */
    record Accuse<P>(P peer, String reason) implements Action<P> {}
}
