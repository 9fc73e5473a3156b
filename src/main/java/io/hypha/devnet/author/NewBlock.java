package io.hypha.devnet.author;

import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A block that was made, stored and finalized.
 *
 * @param changes keys whose value it changed; empty means removed
 */
public record NewBlock(StoredBlock block, SortedMap<Bytes, Optional<Bytes>> changes) {}
