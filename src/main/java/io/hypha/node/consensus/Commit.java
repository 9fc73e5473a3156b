package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;

/**
 * A commit as voters gossip it: the votes of a justification without ancestry, which the receiver
 * takes from its own headers. Votes and signatures come as two lists of one length. Round and set
 * id are u64 in the 64 bits of a long.
 */
public record Commit(long round, long setId, BlockId target, List<Precommit> precommits) {

    private static final int TARGET_SIZE = 36;
    private static final int SIGNATURE_PAIR_SIZE = 96;

    private record Signed(Bytes signature, Hash256 voter) {}

    public Commit {
        precommits = List.copyOf(precommits);
    }

    /**
     * Reads one commit, without the tag of its gossip message, that takes all the bytes.
     *
     * @throws ScaleException when the bytes are no commit, claim too much, pair badly or are left
     *     over
     */
    public static Commit decode(Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        long round = reader.readLong();
        long setId = reader.readLong();
        BlockId target = Precommit.readTarget(reader);
        List<BlockId> targets =
                Bounded.readVector(
                        reader,
                        "votes",
                        Justification.MAX_PRECOMMITS,
                        TARGET_SIZE,
                        Precommit::readTarget);
        int pairsAt = reader.offset();
        List<Signed> signed =
                Bounded.readVector(
                        reader,
                        "signatures",
                        Justification.MAX_PRECOMMITS,
                        SIGNATURE_PAIR_SIZE,
                        in -> new Signed(in.readFixed(Precommit.SIGNATURE_SIZE), in.readHash()));
        if (signed.size() != targets.size()) {
            throw new ScaleException(
                    pairsAt,
                    "expected a signature for each of "
                            + targets.size()
                            + " votes, found "
                            + signed.size());
        }
        reader.requireEnd();
        List<Precommit> precommits = new ArrayList<>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            precommits.add(
                    new Precommit(
                            targets.get(i), signed.get(i).signature(), signed.get(i).voter()));
        }
        return new Commit(round, setId, target, precommits);
    }

    public Bytes encode() {
        ScaleCodecWriter writer = new ScaleCodecWriter().writeLong(round).writeLong(setId);
        Precommit.writeTarget(writer, target);
        writer.writeVector(precommits, (out, vote) -> Precommit.writeTarget(out, vote.target()));
        writer.writeVector(
                precommits,
                (out, vote) -> out.writeFixed(vote.signature()).writeHash(vote.voter()));
        return writer.toBytes();
    }
}
