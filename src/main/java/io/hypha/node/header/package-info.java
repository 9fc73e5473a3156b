/**
 * Block headers: digest items, byte-exact encoding, block hash.
 *
 * <p>In: SCALE bytes. Out: a {@link Header} that encodes to the same bytes. Engines that are not
 * known (Frontier's {@code fron}) are kept as they are. This room judges nothing: who may author
 * and what is final is decided in {@code consensus}.
 */
@NullMarked
package io.hypha.node.header;

import org.jspecify.annotations.NullMarked;
