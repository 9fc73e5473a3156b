package io.hypha.node.network.message;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;

/**
 * A signed prevote, precommit or proposal, not checked.
 *
 * @param signature 64 bytes of Ed25519
 */
public record GrandpaVote(BlockId target, Bytes signature, Hash256 voter) {

    /** Bytes of a vote: hash, number as u32, signature, key. */
    static final int SIZE = 132;

    private static final int SIGNATURE_SIZE = 64;

    public GrandpaVote {
        if (signature.size() != SIGNATURE_SIZE) {
            throw new IllegalArgumentException(
                    "expected a signature of 64 bytes, found " + signature.size());
        }
    }

    void write(ScaleCodecWriter out) {
        writeTarget(out, target);
        out.writeFixed(signature).writeHash(voter);
    }

    static GrandpaVote read(ScaleCodecReader in) {
        BlockId target = readTarget(in);
        return new GrandpaVote(target, in.readFixed(SIGNATURE_SIZE), in.readHash());
    }

    static void writeTarget(ScaleCodecWriter out, BlockId target) {
        out.writeHash(target.hash()).writeUint32(target.number());
    }

    static BlockId readTarget(ScaleCodecReader in) {
        Hash256 hash = in.readHash();
        return new BlockId(in.readUint32(), hash);
    }
}
