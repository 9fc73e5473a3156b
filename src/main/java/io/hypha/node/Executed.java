package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;

/**
 * What the chain's own code answered, run in this process on proven state of one finalized block.
 *
 * @param codeHash BLAKE2b-256 of the code, proven to be the value of {@code :code} at that block
 * @param specVersion of that code, as it says itself
 * @param proof the trie nodes and detached values behind every read of the call, the way to {@code
 *     :code} and the code among them: with them the call can be run again elsewhere
 */
public record Executed(
        FinalizedHead at,
        Hash256 codeHash,
        long specVersion,
        String method,
        Bytes parameters,
        ExecutedOutcome outcome,
        List<Bytes> proof) {

    public Executed {
        proof = List.copyOf(proof);
    }
}
