/**
 * The state trie: judges read proofs, computes roots, and keeps a trie over stored nodes.
 *
 * <p>In: a root that the caller already trusts, trie nodes from anybody, keys. Out: {@link
 * io.hypha.node.trie.StorageRead}s that keep "proven absent" and "the proof does not say" apart;
 * roots; new nodes and proofs for whoever writes a state. This room knows no block, header, socket,
 * clock or database; nodes of its own state come through {@link io.hypha.node.trie.NodeSource}.
 *
 * <p>Rules: the "state trie" chapters of the Polkadot specification (node kinds, Merkle values,
 * state versions 0 and 1). A trie may hold nodes of both versions; whoever reads decides node by
 * node.
 */
@NullMarked
package io.hypha.node.trie;

import org.jspecify.annotations.NullMarked;
