package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.GrandpaMessage.Phase;
import io.hypha.node.network.message.GrandpaVote;
import java.util.List;
import java.util.Optional;

/**
 * A supermajority of prevotes for one block, of one round: what releases an older lock.
 *
 * @param prevotes all for the target and of that round
 */
record PrevoteProof(long round, BlockId target, List<GrandpaVote> prevotes) {

    PrevoteProof {
        prevotes = List.copyOf(prevotes);
    }

    /** The proof that a member shows; empty where it is none. */
    static Optional<PrevoteProof> of(
            GrandpaMessage.CatchUp shown, VoterSet voters, SignatureCheck check) {
        List<GrandpaVote> prevotes = shown.prevotes();
        if (shown.setId() != voters.setId()
                || prevotes.isEmpty()
                || prevotes.size() > voters.size()) {
            return Optional.empty();
        }
        BlockId target = prevotes.getFirst().target();
        Votes judged = new Votes(voters);
        for (GrandpaVote vote : prevotes) {
            if (!vote.target().equals(target)
                    || !voters.contains(vote.voter())
                    || !VoteSignature.isValid(
                            check, Phase.PREVOTE, vote, shown.round(), shown.setId())) {
                return Optional.empty();
            }
            judged.add(shown.round(), Phase.PREVOTE, vote);
        }
        return judged.isMajority(shown.round(), Phase.PREVOTE, target)
                ? Optional.of(new PrevoteProof(shown.round(), target, prevotes))
                : Optional.empty();
    }

    /** As it is shown to others. */
    GrandpaMessage message(long setId, BlockId head) {
        return new GrandpaMessage.CatchUp(setId, round, prevotes, List.of(), head);
    }
}
