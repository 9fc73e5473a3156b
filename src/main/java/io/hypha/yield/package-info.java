/**
 * Return over time: the chain-linked share price of a validator's pool, and the accrual of root
 * dividends.
 *
 * <p>In: epoch records of the index. Out: realised return, APR, APY and how much of the window they
 * cover, or the reason why there is too little. Exact arithmetic, rounded once at the end. This
 * room knows no SQL, clock or page.
 */
@NullMarked
package io.hypha.yield;

import org.jspecify.annotations.NullMarked;
