/**
 * The one room where the edges meet judgement: from a checkpoint to the newest final block, and
 * from its state root to proven values.
 *
 * <p>In: what full nodes answer, as peers or over JSON-RPC, and one {@link
 * io.hypha.node.consensus.Checkpoint} that is trusted. Out: a {@link io.hypha.node.LightNode}.
 * Sources give hints and bytes; a hint only says where to look, and bytes count once {@code
 * consensus} or {@code trie} has judged them. A source that sends what its own proof refutes is put
 * aside and named; one that is silent, or has no such block, is not taken for one that says no. The
 * chain's own code is run here on what was proven. This room knows no page, database or pallet
 * beyond the few storage items that the chain's own consensus keeps.
 */
@NullMarked
package io.hypha.node.sync;

import org.jspecify.annotations.NullMarked;
