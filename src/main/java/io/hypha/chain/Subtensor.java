package io.hypha.chain;

import io.hypha.node.LightNode;
import java.util.List;

/**
 * Asks the chain in types, at one finalized block per answer. Methods block on the network, except
 * {@link #status}; they are meant for virtual threads.
 */
public final class Subtensor {

    private final LightNode node;

    public Subtensor(LightNode node) {
        this.node = node;
    }

    /** What the node knows of itself; answers from memory. */
    public ChainStatus status() {
        return ChainStatusReader.of(node.status());
    }

    /** The newest finalized block whose state can be read. Proven. */
    public Reading<BlockRef> head() {
        throw new IllegalStateException("not built yet");
    }

    /** Every subnet, root included, by number. */
    public Reading<List<SubnetView>> subnets() {
        throw new IllegalStateException("not built yet");
    }

    /** One subnet; {@link Reading.Reason#ABSENT} when the chain has none of that number. */
    public Reading<SubnetView> subnet(NetUid netUid) {
        throw new IllegalStateException("not built yet");
    }

    /** An account with all its stake. */
    public Reading<AccountView> account(Coldkey coldkey) {
        throw new IllegalStateException("not built yet");
    }

    /** One validator's key. */
    public Reading<ValidatorView> validator(Hotkey hotkey) {
        throw new IllegalStateException("not built yet");
    }

    /** What proves a figure that one of these readings named, read again at its block. */
    public Reading<Evidence> evidence(ProofId id) {
        throw new IllegalStateException("not built yet");
    }
}
