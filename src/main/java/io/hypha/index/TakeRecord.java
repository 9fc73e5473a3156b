package io.hypha.index;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Take;

/** A take first seen at that epoch block. */
public record TakeRecord(BlockRef block, Take take) {}
