/**
 * Runtime metadata: pallets, storage entries, calls, types; values of any of its types to and from
 * JSON; the RFC-78 digest; and the writer of metadata that the development chain and tests need.
 *
 * <p>In: metadata bytes of version 14, 15 or 16, and bytes or JSON of values. Out: a {@link
 * io.hypha.node.metadata.RuntimeMetadata} and what it tells: storage keys, encoded calls, values as
 * JSON by the mapping of the contract. Bytes that do not decode are a {@link
 * io.hypha.node.scale.ScaleException} with their offset, JSON that does not fit a {@link
 * io.hypha.node.metadata.ValueException} with its path. This room knows no chain, proof, socket,
 * clock or key.
 */
@NullMarked
package io.hypha.node.metadata;

import org.jspecify.annotations.NullMarked;
