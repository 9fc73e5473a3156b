package io.hypha.index;

import java.time.Duration;

/**
 * How far back the record of one subnet reaches without a hole.
 *
 * @param epochs epochs on record, linked one to the next
 * @param newestBlock newest epoch block
 * @param oldestBlock oldest epoch block reachable without a hole
 * @param span chain time between both
 * @param complete true when there is no older epoch on the chain
 * @param gap why it does not reach further, in words; empty while reading goes on or when complete
 */
public record Coverage(
        int epochs,
        long newestBlock,
        long oldestBlock,
        Duration span,
        boolean complete,
        String gap) {}
