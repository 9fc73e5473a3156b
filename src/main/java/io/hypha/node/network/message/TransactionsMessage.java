package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;

/**
 * Extrinsics that a peer passes on.
 *
 * @param extrinsics each as it stands in a block's body and as {@code author_submitExtrinsic} takes
 *     it: its own compact length first. The message adds none and takes none off
 */
public record TransactionsMessage(List<Bytes> extrinsics) {

    public TransactionsMessage {
        extrinsics = List.copyOf(extrinsics);
    }

    /**
     * @throws IllegalArgumentException when an extrinsic does not begin with its own length
     */
    public Bytes encode() {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(
                extrinsics,
                (out, extrinsic) -> {
                    if (!isWhole(extrinsic)) {
                        throw new IllegalArgumentException(
                                "an extrinsic of "
                                        + extrinsic.size()
                                        + " bytes does not begin with its length");
                    }
                    out.writeFixed(extrinsic);
                });
        return writer.toBytes();
    }

    private static boolean isWhole(Bytes extrinsic) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(extrinsic);
            reader.skipByteVector();
            return !reader.hasNext();
        } catch (ScaleException e) {
            return false;
        }
    }

    /**
     * @throws MessageException when it is no list of extrinsics or bytes are left over
     */
    public static TransactionsMessage decode(Bytes message) {
        if (message.size() > MessageLimits.MAX_TRANSACTIONS) {
            throw new MessageException(
                    MessageLimits.MAX_TRANSACTIONS,
                    "transactions of " + message.size() + " bytes are above the limit");
        }
        try {
            ScaleCodecReader reader = new ScaleCodecReader(message);
            int count = reader.readCount(1);
            if (count > MessageLimits.MAX_EXTRINSICS) {
                throw new MessageException(
                        0,
                        "expected at most "
                                + MessageLimits.MAX_EXTRINSICS
                                + " extrinsics, found "
                                + count);
            }
            List<Bytes> extrinsics = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int start = reader.offset();
                reader.skipByteVector();
                extrinsics.add(reader.between(start, reader.offset()));
            }
            reader.requireEnd();
            return new TransactionsMessage(extrinsics);
        } catch (ScaleException e) {
            throw MessageException.in("transactions", e);
        }
    }
}
