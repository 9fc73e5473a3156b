/**
 * The chain rules of the devnet: what a block of extrinsics does to the state, in exact integers.
 *
 * <p>In: the state before a block (a {@link io.hypha.devnet.runtime.StateView}), the block's place
 * in the chain, its extrinsics. Out: the changed keys with their new values, events among them;
 * verdicts on transactions; answers of runtime APIs. Layouts are those of the main network at spec
 * 424 for every item that exists here. This room knows no store, trie, header hash, socket, clock,
 * thread or randomness: two runs over the same input give the same bytes.
 */
@NullMarked
package io.hypha.devnet.runtime;

import org.jspecify.annotations.NullMarked;
