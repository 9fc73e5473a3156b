package io.hypha.node.network.message;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/**
 * The gossip of {@code /grandpa/1}. Rounds and set ids are u64 in the 64 bits of a long. Nothing is
 * checked beyond the form: who voted and what is final is judged in {@code consensus}.
 */
public sealed interface GrandpaMessage {

    /** What a voter votes with. */
    enum Phase {
        PREVOTE(0),
        PRECOMMIT(1),
        /** The round's primary proposes. */
        PROPOSE(2);

        private final int tag;

        Phase(int tag) {
            this.tag = tag;
        }

        /** The byte before the vote, also in what is signed. */
        public int tag() {
            return tag;
        }
    }

    /** One voter's vote. */
    record Vote(long round, long setId, Phase phase, GrandpaVote vote) implements GrandpaMessage {}

    /**
     * The precommits that finalize a block.
     *
     * @param encoded as {@code consensus.Commit.decode} reads it; its form was checked
     */
    record Commit(Bytes encoded) implements GrandpaMessage {
        public Commit {
            GrandpaReader.checkCommit(encoded);
        }

        public long round() {
            return new ScaleCodecReader(encoded.slice(0, 8)).readLong();
        }

        public long setId() {
            return new ScaleCodecReader(encoded.slice(8, 16)).readLong();
        }

        public BlockId target() {
            return GrandpaVote.readTarget(new ScaleCodecReader(encoded.slice(16, 52)));
        }
    }

    /**
     * Where the sender stands. A peer sends commits only to who is in its set and below its height,
     * so that this must be sent first and again whenever it changes.
     *
     * @param finalized number of the sender's last finalized block
     */
    record Neighbor(long round, long setId, long finalized) implements GrandpaMessage {
        public Neighbor {
            if (finalized < 0 || finalized > BlockId.MAX_NUMBER) {
                throw new IllegalArgumentException("a block number is u32, was " + finalized);
            }
        }
    }

    /** Asks for the votes of a round; light peers neither ask nor answer. */
    record CatchUpRequest(long round, long setId) implements GrandpaMessage {}

    /** The votes of a finished round. */
    record CatchUp(
            long setId,
            long round,
            List<GrandpaVote> prevotes,
            List<GrandpaVote> precommits,
            BlockId base)
            implements GrandpaMessage {
        public CatchUp {
            prevotes = List.copyOf(prevotes);
            precommits = List.copyOf(precommits);
        }
    }

    default Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        switch (this) {
            case Vote(long round, long setId, Phase phase, GrandpaVote vote) -> {
                out.writeUByte(0).writeLong(round).writeLong(setId).writeUByte(phase.tag());
                vote.write(out);
            }
            case Commit(Bytes encoded) -> out.writeUByte(1).writeFixed(encoded);
            case Neighbor(long round, long setId, long finalized) ->
                    out.writeUByte(2)
                            .writeUByte(1)
                            .writeLong(round)
                            .writeLong(setId)
                            .writeUint32(finalized);
            case CatchUpRequest(long round, long setId) ->
                    out.writeUByte(3).writeLong(round).writeLong(setId);
            case CatchUp catchUp -> {
                out.writeUByte(4).writeLong(catchUp.setId()).writeLong(catchUp.round());
                out.writeVector(catchUp.prevotes(), (writer, vote) -> vote.write(writer));
                out.writeVector(catchUp.precommits(), (writer, vote) -> vote.write(writer));
                GrandpaVote.writeTarget(out, catchUp.base());
            }
        }
        return out.toBytes();
    }

    /**
     * @throws MessageException when it is no such message, above the limits, or bytes are left over
     */
    static GrandpaMessage decode(Bytes message) {
        if (message.size() > MessageLimits.MAX_GRANDPA) {
            throw new MessageException(
                    MessageLimits.MAX_GRANDPA,
                    "a GRANDPA message of " + message.size() + " bytes is above the limit");
        }
        try {
            ScaleCodecReader in = new ScaleCodecReader(message);
            GrandpaMessage decoded = GrandpaReader.read(in);
            in.requireEnd();
            return decoded;
        } catch (ScaleException e) {
            throw MessageException.in("GRANDPA message", e);
        }
    }
}
