package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.GrandpaVote;
import io.hypha.node.scale.ScaleCodecWriter;

/** What a GRANDPA vote signs: phase, target, round and set. */
final class VoteSignature {

    private VoteSignature() {}

    static boolean isValid(
            SignatureCheck check,
            GrandpaMessage.Phase phase,
            GrandpaVote vote,
            long round,
            long setId) {
        return check.isValid(
                vote.voter(),
                message(phase, vote.target(), round, setId),
                vote.signature().toArray());
    }

    static byte[] message(GrandpaMessage.Phase phase, BlockId target, long round, long setId) {
        return new ScaleCodecWriter()
                .writeUByte(code(phase))
                .writeHash(target.hash())
                .writeUint32(target.number())
                .writeLong(round)
                .writeLong(setId)
                .toArray();
    }

    private static int code(GrandpaMessage.Phase phase) {
        return switch (phase) {
            case PREVOTE -> 0;
            case PRECOMMIT -> 1;
            case PROPOSE -> 2;
        };
    }
}
