package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The light node's door. Every answer was verified in this process; what could not be verified is
 * {@link Answer.Missing} with its reason. Methods block on the network and are meant for virtual
 * threads, except {@link #network}, {@link #status} and {@link #finalizedHead}, which answer from
 * memory.
 */
public interface LightNode {

    Network network();

    NodeStatus status();

    /** The newest block verified as final. */
    Optional<FinalizedHead> finalizedHead();

    /** The newest final block whose state some source still has. */
    Answer<FinalizedHead> readableHead();

    /**
     * The final block of that number, verified by hash from a finalized descendant. Asks for
     * headers as needed.
     */
    Answer<FinalizedHead> finalizedAt(long number);

    /** Values of single keys. At most {@value #MAX_KEYS} keys; split what is more. */
    Answer<ProvenRead> read(FinalizedHead at, List<Bytes> keys);

    /** Every entry below a prefix, proven to be complete. */
    Answer<ProvenRange> readRange(FinalizedHead at, Bytes prefix);

    /**
     * The runtime that made that block, with metadata that may be used: its events and its
     * extrinsics decode by it. At the block that brings new code this is still the old one.
     */
    Answer<RuntimeInfo> runtime(FinalizedHead at);

    /**
     * The runtime that makes the block after that one, and whose calls are run at it: what to sign
     * for. Another than {@link #runtime} only at the block that brings new code.
     */
    default Answer<RuntimeInfo> nextRuntime(FinalizedHead at) {
        return runtime(at);
    }

    /**
     * Runs a method of the chain's own code here, on proven state of that block. The code is the
     * one in the state of that block. What the state could not be had for is missing, never a
     * guess; a call that traps is an outcome.
     */
    Answer<Executed> call(FinalizedHead at, String method, Bytes parameters);

    /**
     * Runs calls one after the other on one overlay above that block, as the next block would:
     * {@code Core_initialize_block}, {@code BlockBuilder_apply_extrinsic} for one.
     *
     * @param assumedSigners keys for which {@link Rehearsed#PLACEHOLDER} counts as a good
     *     signature, since nobody has signed yet; for no other key it does
     * @param keysToReadAfter storage to look up after the last call, {@code System.Events} for one
     */
    Answer<Rehearsed> rehearse(
            FinalizedHead at,
            List<RuntimeCall> calls,
            Set<Hash256> assumedSigners,
            List<Bytes> keysToReadAfter);

    /** The extrinsics of that block, checked against its extrinsics root. */
    Answer<List<Bytes>> body(FinalizedHead at);

    /** The extrinsics of a block that is not final, checked against its extrinsics root. */
    Answer<List<Bytes>> body(SealedBlock at);

    /** The way from that block back to the checkpoint. */
    Answer<ProofLink> link(FinalizedHead at);

    /**
     * Hands a signed extrinsic (with its length prefix) to the network, and gossips it again every
     * few blocks until it is seen in a final block or {@link #forget} is called.
     */
    SubmitResult submit(Bytes extrinsic);

    /** Gossips a submitted extrinsic no more; one that is not known is no error. */
    void forget(Hash256 extrinsicHash);

    /** Calls back for each new finalized head, on a thread of the node; close to stop. */
    Subscription onFinalized(Consumer<FinalizedHead> listener);

    /**
     * Calls back for each new block whose seal was verified, final or not, parents before their
     * children, on a thread of the node; close to stop. A block that a warp proof skipped is not
     * among them.
     */
    Subscription onSealed(Consumer<SealedBlock> listener);

    /** Ends a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Most keys of one {@link #read}. */
    int MAX_KEYS = 4096;
}
