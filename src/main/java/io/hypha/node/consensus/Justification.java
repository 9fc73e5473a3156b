package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/**
 * GRANDPA's proof that a block is final: the votes of one round, and the headers that lead from the
 * votes down to the lowest of them.
 *
 * @param round u64 in the 64 bits of a long
 * @param target the block that is claimed to be final
 * @param votesAncestries headers above the lowest vote, in no order
 */
public record Justification(
        long round, BlockId target, List<Precommit> precommits, List<Header> votesAncestries) {

    /**
     * The largest known voter set has about 1 000 members; each may vote twice before the whole is
     * refused.
     */
    public static final int MAX_PRECOMMITS = 16_384;

    /** Votes may run ahead of the finalized block by hours of blocks, not by days. */
    public static final int MAX_ANCESTRY_HEADERS = 16_384;

    /** Three hashes, a one-byte number and an empty digest. */
    private static final int LEAST_HEADER_SIZE = 98;

    public Justification {
        precommits = List.copyOf(precommits);
        votesAncestries = List.copyOf(votesAncestries);
    }

    /**
     * Reads one justification that takes all the bytes.
     *
     * @throws ScaleException when the bytes are no justification, claim too much or are left over
     */
    public static Justification decode(Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        Justification justification = read(reader);
        reader.requireEnd();
        return justification;
    }

    /** Reads one justification and leaves the cursor after it, as inside a warp proof. */
    public static Justification read(ScaleCodecReader reader) {
        long round = reader.readLong();
        BlockId target = Precommit.readTarget(reader);
        List<Precommit> precommits =
                Bounded.readVector(
                        reader,
                        "precommits",
                        MAX_PRECOMMITS,
                        Precommit.ENCODED_SIZE,
                        Precommit::read);
        List<Header> headers =
                Bounded.readVector(
                        reader,
                        "ancestry headers",
                        MAX_ANCESTRY_HEADERS,
                        LEAST_HEADER_SIZE,
                        Header::read);
        return new Justification(round, target, precommits, headers);
    }

    public Bytes encode() {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        write(writer);
        return writer.toBytes();
    }

    public void write(ScaleCodecWriter writer) {
        writer.writeLong(round);
        Precommit.writeTarget(writer, target);
        writer.writeVector(precommits, (out, each) -> each.write(out));
        writer.writeVector(votesAncestries, (out, each) -> each.write(out));
    }
}
