/**
 * SCALE, Substrate's codec: cursor in, values out; left-over bytes are an error.
 *
 * <p>In: bytes. Out: integers, booleans, byte strings and compacts, or a {@link ScaleException}
 * that says where. Never allocates from a claimed length before the bytes are known to be there.
 * This room knows no type registry, hash, socket or clock.
 */
@NullMarked
package io.hypha.node.scale;

import org.jspecify.annotations.NullMarked;
