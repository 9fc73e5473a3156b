/**
 * An edge of the light node: JSON-RPC over WebSocket and HTTP.
 *
 * <p>In: the address of a full node. Out: its answers as bytes, headers and blocks, or a {@link
 * io.hypha.node.rpc.RpcFault}. Every size, count and wait has a bound. This room judges nothing:
 * whoever asks must hash a header and check a proof before believing either. It knows no voter,
 * trie or clock.
 */
@NullMarked
package io.hypha.node.rpc;

import org.jspecify.annotations.NullMarked;
