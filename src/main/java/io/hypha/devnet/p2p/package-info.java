/**
 * The devnet as a libp2p peer: answers what other nodes ask of a full node, announces its blocks
 * and their finality, and passes transactions on.
 *
 * <p>In: a {@link io.hypha.devnet.author.Chain} and its pool; questions and gossip of peers. Out:
 * answers within the limits of each protocol, and gossip. This room does not know how a block is
 * made or voted for, and nothing of sockets beyond where to listen.
 */
@NullMarked
package io.hypha.devnet.p2p;

import org.jspecify.annotations.NullMarked;
