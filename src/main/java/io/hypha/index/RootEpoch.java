package io.hypha.index;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Take;
import java.math.BigDecimal;

/**
 * What root stake of one validator earned in one block.
 *
 * @param accrual TAO of dividends per TAO of root stake, at the prices of that block
 */
public record RootEpoch(
        Hotkey hotkey, BlockRef block, BigDecimal accrual, long rootStakeRao, Take take) {}
