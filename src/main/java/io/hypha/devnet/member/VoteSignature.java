package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.scale.ScaleCodecWriter;

/** What a GRANDPA vote signs: phase, target, round and set. */
final class VoteSignature {

    private VoteSignature() {}

    static byte[] message(
            GrandpaMessage.Phase phase, BlockId target, long round, long setId) {
        return new ScaleCodecWriter()
                .writeUByte(phase.ordinal())
                .writeHash(target.hash())
                .writeUint32(target.number())
                .writeLong(round)
                .writeLong(setId)
                .toArray();
    }
}
