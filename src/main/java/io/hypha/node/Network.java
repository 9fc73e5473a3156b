package io.hypha.node;

import io.hypha.node.bytes.Hash256;

/**
 * Which chain this is. The genesis hash tells networks apart, nothing else does.
 *
 * @param name {@code devnet}, {@code finney}, {@code test}, or the name in a chain spec file
 */
public record Network(
        String name, Hash256 genesisHash, int ss58Prefix, String tokenSymbol, int tokenDecimals) {}
