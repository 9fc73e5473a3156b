/**
 * PostgreSQL behind the index's ports: entities, SQL, row mapping.
 *
 * <p>In: snapshots to keep, questions about epochs. Out: records of {@code index}. Flyway owns the
 * schema under {@code db/migration}. It knows no chain, node or page.
 */
@NullMarked
package io.hypha.index.store;

import org.jspecify.annotations.NullMarked;
