package io.hypha.chain;

import java.util.List;

/**
 * An account at one finalized block.
 *
 * @param free spendable TAO
 * @param nonce the next transaction's number
 * @param positions its stake above zero, root first; missing when the list of its validators could
 *     not be read
 */
public record AccountView(
        Coldkey coldkey,
        BlockRef block,
        Reading<Rao> free,
        Reading<Long> nonce,
        Reading<List<PositionView>> positions) {}
