/**
 * One libp2p connection without its socket: addresses and identities of peers, and the state
 * machine that turns bytes of the wire into events of substreams and back.
 *
 * <p>From below to above: WebSocket framing where the address asks for it, multistream-select 1.0,
 * Noise XX with libp2p's identity payload, yamux, multistream-select per substream. In: bytes, the
 * time, and 32 bytes of chance given at the start. Out: bytes for the wire and {@link
 * io.hypha.node.network.wire.ConnectionEvent}s. What the remote sends never throws: a violation is
 * {@link io.hypha.node.network.wire.ConnectionEvent.Closed} with the fault in words. Every length
 * and count has a bound in {@link io.hypha.node.network.wire.ConnectionLimits} before anything is
 * allocated. This room knows no socket, thread, clock, name resolution, or meaning of what the
 * substreams carry.
 */
@NullMarked
package io.hypha.node.network.wire;

import org.jspecify.annotations.NullMarked;
