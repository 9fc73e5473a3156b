package io.hypha.node.network.message;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;

/**
 * The handshake of {@code /block-announces/1}, 69 bytes: role, best number as u32, best hash,
 * genesis hash. Both sides send it; a peer of another genesis is on another chain.
 *
 * @param best what the sender says its best block is
 */
public record AnnounceHandshake(Role role, BlockId best, Hash256 genesis) {

    /** Bytes of the handshake. */
    public static final int SIZE = 69;

    public Bytes encode() {
        return new ScaleCodecWriter()
                .writeUByte(role.code())
                .writeUint32(best.number())
                .writeHash(best.hash())
                .writeHash(genesis)
                .toBytes();
    }

    /**
     * @throws MessageException when it has not exactly 69 bytes or the role is none
     */
    public static AnnounceHandshake decode(Bytes handshake) {
        if (handshake.size() != SIZE) {
            throw new MessageException(
                    Math.min(handshake.size(), SIZE),
                    "expected a handshake of 69 bytes, found " + handshake.size());
        }
        ScaleCodecReader reader = new ScaleCodecReader(handshake);
        Role role = Role.of(reader.readUByte(), 0);
        long number = reader.readUint32();
        return new AnnounceHandshake(
                role, new BlockId(number, reader.readHash()), reader.readHash());
    }
}
