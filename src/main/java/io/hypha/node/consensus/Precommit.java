package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;

/**
 * One voter's signed vote for a block and, with it, for all blocks below.
 *
 * @param target the voter's own target, which may stand above the block that becomes final
 * @param signature 64 bytes of Ed25519
 */
public record Precommit(BlockId target, Bytes signature, Hash256 voter) {

    static final int ENCODED_SIZE = 132;
    static final int SIGNATURE_SIZE = 64;

    /** The tag of a precommit among GRANDPA's messages: prevote 0, precommit 1, propose 2. */
    private static final int MESSAGE_TAG = 1;

    public Precommit {
        if (signature.size() != SIGNATURE_SIZE) {
            throw new IllegalArgumentException(
                    "expected a signature of 64 bytes, found " + signature.size());
        }
    }

    static Precommit read(ScaleCodecReader reader) {
        BlockId target = readTarget(reader);
        return new Precommit(target, reader.readFixed(SIGNATURE_SIZE), reader.readHash());
    }

    void write(ScaleCodecWriter writer) {
        writeTarget(writer, target);
        writer.writeFixed(signature).writeHash(voter);
    }

    static BlockId readTarget(ScaleCodecReader reader) {
        Hash256 hash = reader.readHash();
        return new BlockId(reader.readUint32(), hash);
    }

    static void writeTarget(ScaleCodecWriter writer, BlockId target) {
        writer.writeHash(target.hash()).writeUint32(target.number());
    }

    /** The 53 bytes that this vote signs. */
    public byte[] signedMessage(long round, long setId) {
        return signedMessage(target, round, setId);
    }

    /**
     * The 53 bytes that a vote for {@code target} signs: 1, hash, number u32, round u64, set id
     * u64.
     */
    public static byte[] signedMessage(BlockId target, long round, long setId) {
        ScaleCodecWriter writer = new ScaleCodecWriter().writeUByte(MESSAGE_TAG);
        writeTarget(writer, target);
        return writer.writeLong(round).writeLong(setId).toArray();
    }
}
