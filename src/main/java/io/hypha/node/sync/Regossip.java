package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gossips submitted extrinsics again every few blocks: a peer may drop one without a word, and new
 * peers never heard of it. Ends when it is in a final block, when told to, or when no era can be
 * that long.
 */
final class Regossip {

    private static final Logger LOG = LoggerFactory.getLogger(Regossip.class);
    private static final int EVERY_BLOCKS = 4;

    /** The longest mortal era has 4096 blocks; who wants longer submits again. */
    private static final long MOST_BLOCKS = 4_096;

    private static final int MOST_PENDING = 256;

    private static final class Pending {
        private final Bytes extrinsic;
        private long lastSent;
        private long since = -1;
        private Optional<BlockId> seenIn = Optional.empty();

        Pending(Bytes extrinsic, long now) {
            this.extrinsic = extrinsic;
            this.lastSent = now;
        }
    }

    private final ToIntFunction<Bytes> gossip;
    private final Function<SealedBlock, Answer<List<Bytes>>> sealedBody;
    private final Function<FinalizedHead, Answer<List<Bytes>>> finalBody;
    private final Map<Hash256, Pending> pending = new LinkedHashMap<>();
    private long newest = -1;

    Regossip(
            ToIntFunction<Bytes> gossip,
            Function<SealedBlock, Answer<List<Bytes>>> sealedBody,
            Function<FinalizedHead, Answer<List<Bytes>>> finalBody) {
        this.gossip = gossip;
        this.sealedBody = sealedBody;
        this.finalBody = finalBody;
    }

    synchronized void add(Hash256 hash, Bytes extrinsic) {
        pending.putIfAbsent(hash, new Pending(extrinsic, newest));
        if (pending.size() > MOST_PENDING) {
            pending.remove(pending.keySet().iterator().next());
        }
    }

    synchronized void forget(Hash256 hash) {
        pending.remove(hash);
    }

    private synchronized boolean idle() {
        return pending.isEmpty();
    }

    /** A block above finality: who is in it rests until the block is final or left behind. */
    void sealed(SealedBlock block) {
        if (!idle() && sealedBody.apply(block) instanceof Answer.Given<List<Bytes>>(var body)) {
            seen(block.block(), body);
        }
        sendAgain(block.number());
    }

    private synchronized void seen(BlockId block, List<Bytes> body) {
        pending.values().stream()
                .filter(each -> body.contains(each.extrinsic))
                .forEach(each -> each.seenIn = Optional.of(block));
    }

    private void sendAgain(long number) {
        for (Bytes extrinsic : due(number)) {
            int told = gossip.applyAsInt(extrinsic);
            LOG.debug("sent an extrinsic again to {} peers", told);
        }
    }

    private synchronized List<Bytes> due(long number) {
        newest = Math.max(newest, number);
        pending.values().forEach(each -> each.since = each.since < 0 ? newest : each.since);
        pending.values().removeIf(each -> newest - each.since > MOST_BLOCKS);
        List<Pending> due =
                pending.values().stream()
                        .filter(each ->
                                each.seenIn.isEmpty() && newest - each.lastSent >= EVERY_BLOCKS)
                        .toList();
        due.forEach(each -> each.lastSent = newest);
        return due.stream().map(each -> each.extrinsic).toList();
    }

    /** A final block: who is in it is done; who was seen beside it must be sent again. */
    void finalized(FinalizedHead head) {
        if (!idle() && finalBody.apply(head) instanceof Answer.Given<List<Bytes>>(var body)) {
            settle(head.block(), body);
        }
        sendAgain(head.number());
    }

    private synchronized void settle(BlockId block, List<Bytes> body) {
        pending.values()
                .removeIf(each ->
                        body.contains(each.extrinsic)
                                || each.seenIn.filter(block::equals).isPresent());
        pending.values()
                .forEach(each ->
                        each.seenIn = each.seenIn.filter(seen -> seen.number() > block.number()));
    }
}
