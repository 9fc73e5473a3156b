package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Hash256;

/**
 * A block's place in the chain: of the block that is executed, or that a transaction would enter
 * next.
 *
 * @param number of that block
 * @param slot its Aura slot; in {@code validate} any slot after the parent's
 * @param parentHash hash of the block before it, whose state is given beside
 * @param genesisHash hash of block 0
 */
public record BlockContext(long number, long slot, Hash256 parentHash, Hash256 genesisHash) {}
