package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.store.StoredBlock;
import java.util.List;

/** A new block, and the transactions that were left out of it. */
record Appended(StoredBlock block, List<BlockResult.Refused> refused) {}
