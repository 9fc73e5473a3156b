/**
 * Keeps a devnet's chain on disk: blocks, justifications, and the state trie of every block.
 *
 * <p>In: finished blocks with the trie nodes they add. Out: blocks by number or hash, and trie
 * nodes by hash. One commit per block, so that a killed process loses nothing but the block it was
 * making. This room does not know how a block is made, what its state means, or who asks.
 */
@NullMarked
package io.hypha.devnet.store;

import org.jspecify.annotations.NullMarked;
