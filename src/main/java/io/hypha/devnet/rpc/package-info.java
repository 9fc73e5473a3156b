/**
 * Serves a devnet as the main network's nodes are served: JSON-RPC over WebSocket and HTTP on one
 * port.
 *
 * <p>In: requests of anyone who reaches the port, hence bounds on every size, count and depth, and
 * refusal of foreign {@code Host} and {@code Origin}. Out: answers and notifications in the shapes
 * and with the error codes of Substrate. This room does not know how blocks are made or kept.
 */
@NullMarked
package io.hypha.devnet.rpc;

import org.jspecify.annotations.NullMarked;
