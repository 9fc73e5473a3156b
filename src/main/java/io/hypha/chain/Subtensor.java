package io.hypha.chain;

import java.util.List;

/**
 * Asks the chain in types, at one finalized block per answer. Methods block on the network, except
 * {@link #status}; they are meant for virtual threads.
 */
public interface Subtensor {

    /** What the node knows of itself; answers from memory. */
    ChainStatus status();

    /** The newest finalized block whose state can be read. Proven. */
    Reading<BlockRef> head();

    /** Every subnet, root included, by number. */
    Reading<List<SubnetView>> subnets();

    /** One subnet; {@link Reading.Reason#ABSENT} when the chain has none of that number. */
    Reading<SubnetView> subnet(NetUid netUid);

    /** An account with all its stake. */
    Reading<AccountView> account(Coldkey coldkey);

    /** One validator's key. */
    Reading<ValidatorView> validator(Hotkey hotkey);

    /** What proves a figure that one of these readings named, read again at its block. */
    Reading<Evidence> evidence(ProofId id);

    /**
     * Storage values of one block under one proof, with the way from the block to the checkpoint:
     * for figures over many blocks.
     *
     * @param values storage values of that block by the names of their proofs, at most 4096
     */
    Reading<Evidence.Part> part(long block, List<ProofId> values);
}
