package io.hypha.yield;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a window returned, net of take.
 *
 * @param window as asked for
 * @param fromBlock the epoch it starts after
 * @param toBlock the epoch it ends with
 * @param span chain time between both
 * @param epochs epochs that paid out or could have, within it
 * @param paid epochs of them in which this validator's stakers were paid
 * @param realised G − 1, not annualised, 12 places
 * @param apr simple: realised × year / span, 12 places
 * @param apy compounded as the pool compounds, 12 places; for root accrual the same as {@code apr}:
 *     it does not compound
 * @param coverage share of the window's time that is on record, 0..1, 4 places
 */
public record Growth(
        Window window,
        long fromBlock,
        long toBlock,
        Duration span,
        int epochs,
        int paid,
        BigDecimal realised,
        BigDecimal apr,
        BigDecimal apy,
        BigDecimal coverage) {}
