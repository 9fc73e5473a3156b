/**
 * An edge of the light node: peers over libp2p.
 *
 * <p>In: addresses of peers, and questions to them. Out: their answers as bytes, headers and
 * blocks, or a {@link io.hypha.node.network.PeerFault}; what they announce goes to a {@link
 * io.hypha.node.network.PeerListener}. Every size, count, queue and wait has a bound, so that one
 * peer costs at most one connection and 16 MiB. This room carries bytes and judges nothing: whoever
 * asks must hash a header and check a proof before believing either; names are looked up where a
 * configured address needs it, and what they stand for is only tried; misconduct is told by {@link
 * io.hypha.node.network.PeerNetwork#report}. It knows no voter, trie or database.
 */
@NullMarked
package io.hypha.node.network;

import org.jspecify.annotations.NullMarked;
