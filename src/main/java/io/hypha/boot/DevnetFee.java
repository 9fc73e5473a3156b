package io.hypha.boot;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Level;
import io.hypha.chain.ProofId;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.devnet.runtime.FeeInfo;
import io.hypha.devnet.runtime.FeeSchedule;
import io.hypha.stake.ChainFee;
import io.hypha.stake.StakeIntent;

/** The chain fee on our own devnet, whose formula is ours: Derived. */
final class DevnetFee implements ChainFee {

    /**
     * Bytes around the call: length prefix 2, version 1, address 33, signature 65, mortal era 2,
     * nonce up to 5, tip 1, metadata mode 1.
     */
    private static final int AROUND = 110;

    private static final int PLAIN_CALL = 2 + 32 + 2 + 8;
    private static final int LIMIT_CALL = PLAIN_CALL + 8 + 1;

    private final Subtensor subtensor;

    DevnetFee(Subtensor subtensor) {
        this.subtensor = subtensor;
    }

    @Override
    public Reading<Rao> of(StakeIntent intent) {
        boolean limit = !intent.netUid().isRoot();
        int length = AROUND + (limit ? LIMIT_CALL : PLAIN_CALL);
        FeeInfo fee =
                intent.isStake()
                        ? FeeSchedule.addStake(limit, length)
                        : FeeSchedule.removeStake(limit, length);
        return subtensor
                .head()
                .flatMap(head -> {
                    BlockRef block = head.block();
                    return Reading.known(
                            new Rao(fee.partialFeeRao()),
                            block,
                            Level.DERIVED,
                            ProofId.of(block, "fee"));
                });
    }
}
