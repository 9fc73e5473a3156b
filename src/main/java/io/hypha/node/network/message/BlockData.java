package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One block of a {@link BlockResponse}, with the parts that were asked for and sent.
 *
 * @param hash a claim: whoever reads the header hashes it again
 * @param header SCALE; empty when it was not sent
 * @param body the extrinsics, each with its own compact length first. On the wire a body without
 *     extrinsics and no body look the same: both are the empty list
 */
public record BlockData(
        Hash256 hash,
        Optional<Bytes> header,
        List<Bytes> body,
        BlockJustifications justifications) {

    public BlockData {
        body = List.copyOf(body);
    }

    ProtobufWriter write() {
        ProtobufWriter writer = new ProtobufWriter().hash(1, hash);
        header.ifPresent(bytes -> writer.bytes(2, bytes));
        writer.each(3, body);
        switch (justifications) {
            case BlockJustifications.None() -> {}
            case BlockJustifications.Single(Bytes justification) ->
                    writer.bytesUnlessEmpty(6, justification).bool(7, justification.isEmpty());
            case BlockJustifications.Each each ->
                    writer.bytes(8, BlockJustifications.encodeEach(each));
        }
        return writer;
    }

    /**
     * @param extrinsicsLeft most extrinsics of the body
     */
    static BlockData read(ProtobufReader reader, int extrinsicsLeft) {
        int start = reader.start();
        Optional<Hash256> hash = Optional.empty();
        Bytes header = Bytes.EMPTY;
        List<Bytes> body = new ArrayList<>();
        Bytes single = Bytes.EMPTY;
        boolean emptySingle = false;
        Bytes each = Bytes.EMPTY;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> hash = Optional.of(reader.hash());
                case 2 -> header = reader.bytes(MessageLimits.MAX_HEADER_BYTES);
                case 3 -> {
                    reader.requireRoom(body, extrinsicsLeft);
                    body.add(reader.bytes(MessageLimits.MAX_RESPONSE));
                }
                case 6 -> single = reader.bytes(MessageLimits.MAX_RESPONSE);
                case 7 -> emptySingle = reader.bool();
                case 8 -> each = reader.bytes(MessageLimits.MAX_RESPONSE);
                default -> reader.skip();
            }
        }
        return new BlockData(
                hash.orElseThrow(() -> new MessageException(start, "a block has no hash")),
                header.isEmpty() ? Optional.empty() : Optional.of(header),
                body,
                justifications(single, emptySingle, each));
    }

    private static BlockJustifications justifications(
            Bytes single, boolean emptySingle, Bytes each) {
        if (!each.isEmpty()) {
            return BlockJustifications.decodeEach(each);
        }
        return single.isEmpty() && !emptySingle
                ? new BlockJustifications.None()
                : new BlockJustifications.Single(single);
    }
}
