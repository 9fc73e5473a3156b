/**
 * The door of the light node: what the rest of Hypha may ask it.
 *
 * <p>In: keys and blocks. Out: {@link io.hypha.node.Answer}s whose values were proven against a
 * header that the tracked voters finalized, with the proof. Whoever stands outside meets no peer,
 * RPC or trie.
 */
@NullMarked
package io.hypha.node;

import org.jspecify.annotations.NullMarked;
