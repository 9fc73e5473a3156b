/**
 * Subtensor in types, read at one finalized block: subnets, validators, pools, positions, accounts.
 *
 * <p>In: the light node's door. Out: {@link io.hypha.chain.Reading}s that carry their block, their
 * level of trust and the id of their proof, or the reason why there is no value. This room is
 * driven by the metadata of the runtime in office: an item that a runtime lacks is missing, not an
 * error. What the chain's own code answered is remembered, and kept for longer behind {@link
 * io.hypha.chain.FigureStore}. It knows no peer, RPC, database, clock or log.
 */
@NullMarked
package io.hypha.chain;

import org.jspecify.annotations.NullMarked;
