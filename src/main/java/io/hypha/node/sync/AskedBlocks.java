package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockRequest;
import java.util.List;
import java.util.Optional;

/**
 * What one peer was asked for and answered. A peer punishes who asks for the same blocks a third
 * time, so that answers which cannot change are kept.
 */
final class AskedBlocks {

    private static final long KEPT_BYTES = 1L << 20;

    private final BoundedCache<Bytes, List<FullBlock>> kept =
            new BoundedCache<>(KEPT_BYTES, AskedBlocks::weight);

    private static long weight(List<FullBlock> blocks) {
        return 256
                + blocks.stream()
                        .mapToLong(block ->
                                1_024 + bytes(block.extrinsics()) + bytes(block.justifications()))
                        .sum();
    }

    private static long bytes(List<Bytes> list) {
        return list.stream().mapToLong(each -> each.size() + 64L).sum();
    }

    Optional<List<FullBlock>> known(BlockRequest request) {
        return kept.get(request.encode());
    }

    /**
     * What was asked by hash stays as it is, but a justification may come later; a body without
     * extrinsics was not sent, since each block has some.
     */
    void keep(BlockRequest request, List<FullBlock> blocks) {
        boolean settled =
                request.from() instanceof BlockRequest.From.AtHash
                        && !blocks.isEmpty()
                        && (!request.asks(BlockAttribute.BODY)
                                || blocks.stream().noneMatch(each -> each.extrinsics().isEmpty()))
                        && (!request.asks(BlockAttribute.JUSTIFICATION)
                                || blocks.stream()
                                        .noneMatch(each -> each.justifications().isEmpty()));
        if (settled) {
            kept.put(request.encode(), blocks);
        }
    }
}
