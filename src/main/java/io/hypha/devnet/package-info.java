/**
 * A small real chain for development, and its node: starts it, keeps it, serves it.
 *
 * <p>In: {@link io.hypha.devnet.DevnetOptions}. Out: a running chain that the rest of Hypha meets
 * only as a peer and through its JSON-RPC, as it meets the main network, and the {@link
 * io.hypha.devnet.DevnetRecord} by which a light node trusts it. This room does not know Hypha's
 * light node, its pages or its database.
 */
@NullMarked
package io.hypha.devnet;

import org.jspecify.annotations.NullMarked;
