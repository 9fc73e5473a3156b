/**
 * Follows finalized blocks and keeps what each epoch paid: one epoch block, one snapshot, one
 * transaction.
 *
 * <p>In: readings of the chain. Out: through its ports, epoch records with the block they were read
 * at, and how far back they reach. It owns its ports ({@link io.hypha.index.EpochHistory} to read,
 * {@code EpochStore} to write, {@link io.hypha.index.PeerAddressStore} for what the light node
 * remembers beside them in the same database); PostgreSQL stands behind them in {@code
 * index.store}. It knows no page, score, peer or SQL.
 */
@NullMarked
package io.hypha.index;

import org.jspecify.annotations.NullMarked;
