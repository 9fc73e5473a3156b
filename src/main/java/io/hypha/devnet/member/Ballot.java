package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.GrandpaVote;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/**
 * What a member has signed and stays bound by, also after a restart: it is on disk before the vote
 * is sent. The genesis block's number marks "none".
 *
 * @param prevoteRound the newest round it prevoted in; 0 for none
 * @param prevote what for
 * @param lockRound the newest round it precommitted in; 0 for none
 * @param lock what for: it prevotes this and nothing else of that height, until it sees a
 *     supermajority of prevotes for another block in a later round
 * @param proof the prevotes of that round that led to the lock, for members that have not seen them
 */
record Ballot(
        long prevoteRound, BlockId prevote, long lockRound, BlockId lock, List<GrandpaVote> proof) {

    private static final BlockId NONE = new BlockId(0, Hash256.ZERO);

    static final Ballot EMPTY = new Ballot(0, NONE, 0, NONE, List.of());

    Ballot {
        proof = List.copyOf(proof);
    }

    Ballot prevoted(long round, BlockId target) {
        return new Ballot(round, target, lockRound, lock, proof);
    }

    Ballot precommitted(long round, BlockId target, List<GrandpaVote> prevotes) {
        return new Ballot(prevoteRound, prevote, round, target, prevotes);
    }

    /** Whether the lock binds votes about children of {@code head}. */
    boolean binds(BlockId head) {
        return lock.number() == head.number() + 1;
    }

    Bytes encode() {
        return new ScaleCodecWriter()
                .writeLong(prevoteRound)
                .writeUint32(prevote.number())
                .writeHash(prevote.hash())
                .writeLong(lockRound)
                .writeUint32(lock.number())
                .writeHash(lock.hash())
                .writeVector(
                        proof,
                        (out, vote) -> out.writeFixed(vote.signature()).writeHash(vote.voter()))
                .toBytes();
    }

    static Ballot decode(Bytes stored) {
        ScaleCodecReader in = new ScaleCodecReader(stored);
        long prevoteRound = in.readLong();
        BlockId prevote = target(in);
        long lockRound = in.readLong();
        BlockId lock = target(in);
        List<GrandpaVote> proof =
                in.readVector(
                        96, from -> new GrandpaVote(lock, from.readFixed(64), from.readHash()));
        in.requireEnd();
        return new Ballot(prevoteRound, prevote, lockRound, lock, proof);
    }

    private static BlockId target(ScaleCodecReader in) {
        long number = in.readUint32();
        return new BlockId(number, in.readHash());
    }
}
