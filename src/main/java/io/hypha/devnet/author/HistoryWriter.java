package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockContext;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.store.ChainStore;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Writes the history of a new chain: while one block is executed, the one before it is voted for
 * and stored. History follows from the spec alone, so its blocks need no commit each: after a kill
 * they are made again.
 */
final class HistoryWriter {

    private static final int COMMIT_BLOCKS = 20;

    private final ChainStore store;
    private final DevnetRuntime runtime;
    private final BlockMaker maker;
    private final Hash256 genesis;

    HistoryWriter(ChainStore store, DevnetRuntime runtime, BlockMaker maker, Hash256 genesis) {
        this.store = store;
        this.runtime = runtime;
        this.maker = maker;
        this.genesis = genesis;
    }

    /**
     * Writes what is missing.
     *
     * @param state of the block that is there, taken along
     * @return the last block of the history, or what was there where nothing is missing
     */
    BlockMaker.Kept write(HeadState state, BlockMaker.Kept head, LongConsumer progress) {
        long last = runtime.spec().historyBlocks();
        if (head.block().number() >= last) {
            return head;
        }
        try (ExecutorService keeper = Executors.newSingleThreadExecutor()) {
            Future<BlockMaker.Kept> kept = CompletableFuture.completedFuture(head);
            Hash256 parent = head.block().hash();
            for (long number = head.block().number() + 1; number <= last; number++) {
                progress.accept(number - 1);
                BlockContext context =
                        new BlockContext(
                                number, runtime.spec().historySlot(number), parent, genesis);
                Future<BlockMaker.Kept> before = kept;
                Candidate block =
                        maker.seal(state, context, List.of(), () -> await(before).block());
                state.apply(block.result().changes());
                parent = block.hash();
                boolean commit = number % COMMIT_BLOCKS == 0 || number == last;
                kept = keeper.submit(() -> keep(block, await(before), commit));
            }
            BlockMaker.Kept done = await(kept);
            progress.accept(last);
            return done;
        }
    }

    private BlockMaker.Kept keep(Candidate block, BlockMaker.Kept before, boolean commit) {
        BlockMaker.Kept kept = maker.decide(block, before.voters());
        if (commit) {
            store.commit();
        }
        return kept;
    }

    private static BlockMaker.Kept await(Future<BlockMaker.Kept> block) {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the history was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot store a block of the history", e.getCause());
        }
    }
}
