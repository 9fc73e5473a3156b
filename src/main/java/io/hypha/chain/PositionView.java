package io.hypha.chain;

import java.util.List;

/**
 * What one account holds with one validator on one subnet.
 *
 * @param stake {@code floor(V × s / S)} from the pool's total and the shares: Derived
 * @param valueAtSpot the same at the pool's spot price, before fee and slippage
 * @param owed on root: dividends of the subnets that were accrued and not claimed (regime R2); else
 *     {@link Reading.Reason#UNSUPPORTED}
 */
public record PositionView(
        Hotkey hotkey,
        NetUid netUid,
        Reading<Alpha> stake,
        Reading<Rao> valueAtSpot,
        Reading<List<Owed>> owed) {

    /** Root dividends of one subnet that can be claimed. */
    public record Owed(NetUid origin, Reading<Alpha> amount, Reading<Rao> valueAtSpot) {}
}
