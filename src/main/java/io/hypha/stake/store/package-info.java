/**
 * Keeps transactions in PostgreSQL behind {@link io.hypha.stake.TransactionLog}.
 *
 * <p>In: transactions. Out: rows, and the same transactions again. Flyway owns the schema. This
 * room knows no node and no page.
 */
@NullMarked
package io.hypha.stake.store;

import org.jspecify.annotations.NullMarked;
