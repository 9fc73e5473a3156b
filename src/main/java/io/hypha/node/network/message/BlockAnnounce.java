package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;

/**
 * A block that the sender has: its header, whether it is the sender's best, and data that Aura
 * chains leave empty.
 */
public record BlockAnnounce(Header header, boolean best, Bytes data) {

    public Bytes encode() {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        header.write(writer);
        return writer.writeBoolean(best).writeByteVector(data).toBytes();
    }

    /**
     * @throws MessageException when it is no announcement or bytes are left over
     */
    public static BlockAnnounce decode(Bytes message) {
        if (message.size() > MessageLimits.MAX_BLOCK_ANNOUNCE) {
            throw new MessageException(
                    MessageLimits.MAX_BLOCK_ANNOUNCE,
                    "a block announcement of " + message.size() + " bytes is above the limit");
        }
        try {
            ScaleCodecReader reader = new ScaleCodecReader(message);
            BlockAnnounce announce =
                    new BlockAnnounce(
                            Header.read(reader), reader.readBoolean(), reader.readByteVector());
            reader.requireEnd();
            return announce;
        } catch (ScaleException e) {
            throw MessageException.in("block announcement", e);
        }
    }
}
