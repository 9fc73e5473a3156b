/**
 * The messages that Substrate's peers exchange, as records: requests and responses, announcements,
 * gossip, Kademlia, identify; the names of the protocols and their limits.
 *
 * <p>In: the bytes of one whole message, its length prefix taken off. Out: a record, or a {@link
 * io.hypha.node.network.message.MessageException} that says where and why; and back. Every count
 * and length is bounded before anything is allocated. What a message claims is not believed here: a
 * block's hash, a proof, a vote are judged by other rooms. This room knows no socket, stream, peer,
 * clock or chance.
 *
 * <p>Formats: libp2p's {@code kad-dht} and {@code identify} specifications, the networking chapter
 * of the Polkadot specification, and the {@code .proto} files and SCALE types of Substrate's {@code
 * sc-network-sync}, {@code sc-network-light} and {@code sc-consensus-grandpa}.
 */
@NullMarked
package io.hypha.node.network.message;

import org.jspecify.annotations.NullMarked;
