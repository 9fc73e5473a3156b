/**
 * Keeps transactions in PostgreSQL behind {@link io.hypha.stake.TransactionLog}, and what the
 * chain's own code answered to plans behind {@link io.hypha.chain.FigureStore}.
 *
 * <p>In: transactions, executed figures. Out: rows, and the same again. Flyway owns the schema.
 * This room knows no node and no page.
 */
@NullMarked
package io.hypha.stake.store;

import org.jspecify.annotations.NullMarked;
