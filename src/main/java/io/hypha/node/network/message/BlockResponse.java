package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to {@link BlockRequest}: at most {@value MessageLimits#MAX_BLOCKS} blocks in the order
 * that was asked for. That they are what was asked is for the asker to check.
 */
public record BlockResponse(List<BlockData> blocks) {

    public BlockResponse {
        blocks = List.copyOf(blocks);
    }

    public Bytes encode() {
        ProtobufWriter writer = new ProtobufWriter();
        for (BlockData block : blocks) {
            writer.message(1, block.write());
        }
        return writer.toBytes();
    }

    /**
     * @throws MessageException when it is no such response or above the limits
     */
    public static BlockResponse decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_RESPONSE, "a block response");
        List<BlockData> blocks = new ArrayList<>();
        int extrinsicsLeft = MessageLimits.MAX_EXTRINSICS;
        while (reader.next()) {
            if (reader.field() == 1) {
                reader.requireRoom(blocks, MessageLimits.MAX_BLOCKS);
                BlockData block = BlockData.read(reader.message(), extrinsicsLeft);
                extrinsicsLeft -= block.body().size();
                blocks.add(block);
            } else {
                reader.skip();
            }
        }
        return new BlockResponse(blocks);
    }
}
