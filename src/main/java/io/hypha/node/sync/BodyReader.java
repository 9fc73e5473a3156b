package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.OrderedRoot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Reads the extrinsics of blocks and checks them against the extrinsics root. */
final class BodyReader {

    private static final long CACHE_BYTES = 8L << 20;
    private static final int TURNS = 16;

    private final Sources sources;

    /** By extrinsics root: what hashes to it is the body, whichever block it was asked for. */
    private final BoundedCache<Hash256, List<Bytes>> known =
            new BoundedCache<>(
                    CACHE_BYTES,
                    body -> 256 + body.stream().mapToLong(each -> each.size() + 64L).sum());

    /** Who wants the same body at the same time waits for the first, so that it is sent once. */
    private final List<ReentrantLock> turns =
            IntStream.range(0, TURNS).mapToObj(_ -> new ReentrantLock()).toList();

    BodyReader(Sources sources) {
        this.sources = sources;
    }

    Answer<List<Bytes>> read(FinalizedHead at) {
        return read(at.block(), at.extrinsicsRoot());
    }

    Answer<List<Bytes>> read(SealedBlock at) {
        return read(at.block(), at.extrinsicsRoot());
    }

    private Answer<List<Bytes>> read(BlockId at, Hash256 extrinsicsRoot) {
        Optional<List<Bytes>> before = known.get(extrinsicsRoot);
        if (before.isPresent()) {
            return Answer.given(before.get());
        }
        ReentrantLock turn = turns.get(Math.floorMod(extrinsicsRoot.hashCode(), TURNS));
        turn.lock();
        try {
            Optional<List<Bytes>> meanwhile = known.get(extrinsicsRoot);
            return meanwhile.isPresent() ? Answer.given(meanwhile.get()) : ask(at, extrinsicsRoot);
        } finally {
            turn.unlock();
        }
    }

    private Answer<List<Bytes>> ask(BlockId at, Hash256 extrinsicsRoot) {
        boolean unknown = false;
        String last = "";
        for (Source source : sources.usable()) {
            switch (source.node().block(at.hash())) {
                case Reply.Failed<Optional<FullBlock>>(Fault fault) -> {
                    source.fault(fault);
                    if (fault instanceof Fault.NotThere) {
                        unknown = true;
                    } else {
                        last = source.address() + ": " + fault.text();
                    }
                }
                case Reply.Got<Optional<FullBlock>>(Optional<FullBlock> block) -> {
                    if (block.isEmpty()) {
                        unknown = true;
                    } else {
                        List<Bytes> extrinsics = block.get().extrinsics();
                        Hash256 root = OrderedRoot.of(extrinsics);
                        if (root.equals(extrinsicsRoot)) {
                            known.put(extrinsicsRoot, extrinsics);
                            return Answer.given(extrinsics);
                        }
                        if (source.isPeer() && extrinsics.isEmpty()) {
                            // On that wire a body that was not sent looks like an empty one.
                            unknown = true;
                            continue;
                        }
                        source.lie(
                                "the body of #" + at.number(),
                                "expected extrinsics with root "
                                        + extrinsicsRoot
                                        + ", found root "
                                        + root);
                    }
                }
            }
        }
        // Only where all that were asked do not have it: one that did not answer may.
        return unknown && last.isEmpty()
                ? Answer.missing(Reason.STATE_PRUNED, "no source gives the body of " + at)
                : Answer.missing(Reason.NO_PEER, last.isEmpty() ? sources.whyNone() : last);
    }
}
