package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Hash256;

/**
 * A block's place in the chain.
 *
 * @param number of the block that is executed; for calls and validation the block that the state belongs to
 * @param slot its Aura slot
 * @param parentHash hash of the block before it
 * @param genesisHash hash of block 0
 */
public record BlockContext(long number, long slot, Hash256 parentHash, Hash256 genesisHash) {}
