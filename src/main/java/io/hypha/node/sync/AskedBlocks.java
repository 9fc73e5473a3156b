package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one peer was asked for and answered. A peer punishes who asks for the same blocks a third
 * time, so that answers which cannot change are kept, and no question is put more than twice.
 */
final class AskedBlocks {

    private static final int MOST_TIMES = 2;
    private static final int REMEMBERED = 256;
    private static final long KEPT_BYTES = 1L << 20;

    private final BoundedCache<Bytes, List<FullBlock>> kept =
            new BoundedCache<>(KEPT_BYTES, AskedBlocks::weight);
    private final Map<Bytes, Integer> times =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Integer> eldest) {
                    return size() > REMEMBERED;
                }
            };

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

    /** Counts the question; false when it was put too often already. */
    boolean mayAsk(BlockRequest request) {
        synchronized (times) {
            return times.merge(request.encode(), 1, Integer::sum) <= MOST_TIMES;
        }
    }

    /** What was asked by hash stays as it is, but a justification may come later. */
    void keep(BlockRequest request, List<FullBlock> blocks) {
        boolean settled =
                request.from() instanceof BlockRequest.From.AtHash
                        && !blocks.isEmpty()
                        && (!request.asks(BlockAttribute.JUSTIFICATION)
                                || blocks.stream()
                                        .noneMatch(each -> each.justifications().isEmpty()));
        if (settled) {
            kept.put(request.encode(), blocks);
        }
    }
}
