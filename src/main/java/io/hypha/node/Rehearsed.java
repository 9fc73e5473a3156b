package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Several calls run one after the other on one overlay above the proven state of one finalized
 * block, each seeing what those before it wrote; nothing is kept of it.
 *
 * @param codeHash BLAKE2b-256 of the code, proven to be the value of {@code :code} at that block
 * @param specVersion of that code, as it says itself
 * @param outcomes of the calls in order; the first that did not return is the last one
 * @param after the keys that were asked for, as they are after the calls; empty unless all returned
 * @param proof the trie nodes and detached values behind every read, as for {@link Executed}
 */
public record Rehearsed(
        FinalizedHead at,
        Hash256 codeHash,
        long specVersion,
        List<RuntimeCall> calls,
        List<ExecutedOutcome> outcomes,
        Map<Bytes, StorageValue> after,
        List<Bytes> proof) {

    /**
     * Stands in an extrinsic where a signature will stand, 64 bytes: in a rehearsal it counts as
     * good for an assumed signer. Another signature of theirs is checked like anybody's.
     */
    public static final Bytes PLACEHOLDER =
            Bytes.of(
                    "no signature: a rehearsal of what will be signed, by Hypha     \n"
                            .getBytes(StandardCharsets.US_ASCII));

    public Rehearsed {
        calls = List.copyOf(calls);
        outcomes = List.copyOf(outcomes);
        after = Map.copyOf(after);
        proof = List.copyOf(proof);
    }

    /** Whether every call returned. */
    public boolean complete() {
        return outcomes.size() == calls.size()
                && outcomes.getLast() instanceof ExecutedOutcome.Returned;
    }
}
