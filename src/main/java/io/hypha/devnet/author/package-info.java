/**
 * Makes a devnet's blocks and makes them final: pool, authoring, seals, justifications.
 *
 * <p>In: transactions, and a clock. Out: stored blocks, each sealed by the author of its slot and
 * justified by the voters, told to listeners in their order; and answers about the state of any
 * kept block. What a transaction does is the runtime's business; how answers travel is the
 * server's.
 */
@NullMarked
package io.hypha.devnet.author;

import org.jspecify.annotations.NullMarked;
