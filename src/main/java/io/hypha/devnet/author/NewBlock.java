package io.hypha.devnet.author;

import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.DigestItem;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A block that was made, stored and finalized.
 *
 * @param changes keys whose value it changed; empty means removed
 */
public record NewBlock(StoredBlock block, SortedMap<Bytes, Optional<Bytes>> changes) {

    /** Whether another runtime executes the next block. */
    public boolean changesRuntime() {
        return block.header().digest().contains(new DigestItem.RuntimeEnvironmentUpdated());
    }
}
