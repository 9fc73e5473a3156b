package io.hypha.node.network.message;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/** Reads {@link GrandpaMessage}s and checks the form of commits. */
final class GrandpaReader {

    private static final int VOTE_SIZE = 36;
    private static final int SIGNATURE_PAIR_SIZE = 96;
    private static final int NEIGHBOR_VERSION = 1;

    private GrandpaReader() {}

    static GrandpaMessage read(ScaleCodecReader in) {
        int tag = in.readUByte();
        return switch (tag) {
            case 0 -> vote(in);
            case 1 -> new GrandpaMessage.Commit(in.readFixed(in.remaining()));
            case 2 -> neighbor(in);
            case 3 -> new GrandpaMessage.CatchUpRequest(in.readLong(), in.readLong());
            case 4 -> catchUp(in);
            default ->
                    throw new ScaleException(0, "a GRANDPA message has tag 0 to 4, found " + tag);
        };
    }

    private static GrandpaMessage vote(ScaleCodecReader in) {
        long round = in.readLong();
        long setId = in.readLong();
        int phaseAt = in.offset();
        int phase = in.readUByte();
        for (GrandpaMessage.Phase each : GrandpaMessage.Phase.values()) {
            if (each.tag() == phase) {
                return new GrandpaMessage.Vote(round, setId, each, GrandpaVote.read(in));
            }
        }
        throw new ScaleException(phaseAt, "a vote has tag 0, 1 or 2, found " + phase);
    }

    private static GrandpaMessage neighbor(ScaleCodecReader in) {
        int version = in.readUByte();
        if (version != NEIGHBOR_VERSION) {
            throw new ScaleException(
                    1, "expected a neighbor packet of version 1, found " + version);
        }
        return new GrandpaMessage.Neighbor(in.readLong(), in.readLong(), in.readUint32());
    }

    private static GrandpaMessage catchUp(ScaleCodecReader in) {
        long setId = in.readLong();
        long round = in.readLong();
        List<GrandpaVote> prevotes = votes(in);
        List<GrandpaVote> precommits = votes(in);
        BlockId base = GrandpaVote.readTarget(in);
        return new GrandpaMessage.CatchUp(setId, round, prevotes, precommits, base);
    }

    private static List<GrandpaVote> votes(ScaleCodecReader in) {
        requireFew(in);
        return in.readVector(GrandpaVote.SIZE, GrandpaVote::read);
    }

    /** Reads a count ahead without moving on from it. */
    private static void requireFew(ScaleCodecReader in) {
        int start = in.offset();
        ScaleCodecReader ahead =
                new ScaleCodecReader(
                        in.between(start, Math.min(start + 5, start + in.remaining())));
        limit(start, ahead.readCompactInt());
    }

    private static void limit(int offset, int count) {
        if (count > MessageLimits.MAX_VOTES) {
            throw new ScaleException(
                    offset,
                    "expected at most " + MessageLimits.MAX_VOTES + " votes, found " + count);
        }
    }

    /**
     * Demands a commit's form: round, set id, target, votes, as many signatures, nothing more.
     *
     * @throws ScaleException when it has another
     */
    static void checkCommit(Bytes encoded) {
        ScaleCodecReader in = new ScaleCodecReader(encoded);
        in.skip(16 + VOTE_SIZE);
        int votesAt = in.offset();
        int votes = in.readCount(VOTE_SIZE);
        limit(votesAt, votes);
        in.skip(votes * VOTE_SIZE);
        int pairsAt = in.offset();
        int pairs = in.readCount(SIGNATURE_PAIR_SIZE);
        if (pairs != votes) {
            throw new ScaleException(
                    pairsAt,
                    "expected a signature for each of " + votes + " votes, found " + pairs);
        }
        in.skip(pairs * SIGNATURE_PAIR_SIZE);
        in.requireEnd();
    }
}
