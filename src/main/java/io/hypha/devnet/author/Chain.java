package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockContext;
import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.StateView;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StateNodes;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The line of blocks: appends one at a time, answers about any. Each block is final as soon as it
 * is stored.
 *
 * <p>Safe for several threads: one appends while others read.
 */
public final class Chain {

    private static final int LOAD_KEYS = 1024;
    private static final int HISTORY_COMMIT_BLOCKS = 20;

    private final ChainStore store;
    private final DevnetRuntime runtime;
    private final BlockMaker maker;
    private final int justificationPeriod;
    private final long stateBlocks;
    private final StoredBlock genesis;
    private final HeadState state;
    private final ReentrantReadWriteLock headLock = new ReentrantReadWriteLock();
    private final List<Consumer<NewBlock>> listeners = new CopyOnWriteArrayList<>();
    private volatile StoredBlock head;

    private Chain(
            ChainStore store,
            DevnetRuntime runtime,
            BlockMaker maker,
            int justificationPeriod,
            long stateBlocks,
            StoredBlock genesis,
            StoredBlock head,
            HeadState state) {
        this.store = store;
        this.runtime = runtime;
        this.maker = maker;
        this.justificationPeriod = justificationPeriod;
        this.stateBlocks = stateBlocks;
        this.genesis = genesis;
        this.head = head;
        this.state = state;
    }

    /**
     * Goes on with the chain in {@code store}, or makes block 0 in an empty one.
     *
     * @param runtime of the same spec as the store's
     * @param justificationPeriod of each how many blocks the justification is kept
     * @param stateBlocks of how many of the newest blocks the state is answered
     */
    public static Chain open(
            ChainStore store,
            DevnetRuntime runtime,
            Authorities authorities,
            int justificationPeriod,
            long stateBlocks) {
        BlockMaker maker = new BlockMaker(store, runtime, authorities, justificationPeriod);
        Optional<StoredBlock> newest = store.newest();
        if (newest.isPresent()) {
            StoredBlock genesis = store.block(0).orElseThrow();
            HeadState state = load(store, newest.get());
            return new Chain(
                    store,
                    runtime,
                    maker,
                    justificationPeriod,
                    stateBlocks,
                    genesis,
                    newest.get(),
                    state);
        }
        Map<Bytes, Bytes> entries = runtime.genesis();
        Map<Bytes, Optional<Bytes>> all = new HashMap<>();
        entries.forEach((key, value) -> all.put(key, Optional.of(value)));
        TrieUpdate trie = StateTrie.empty(StateVersion.V1).update(all);
        Header header = new Header(Hash256.ZERO, 0, trie.root(), TrieRoot.EMPTY, List.of());
        StoredBlock genesis = store.putGenesis(runtime.spec(), header, trie.newNodes());
        return new Chain(
                store,
                runtime,
                maker,
                justificationPeriod,
                stateBlocks,
                genesis,
                genesis,
                new HeadState(entries));
    }

    private static HeadState load(ChainStore store, StoredBlock block) {
        StateTrie trie = trie(store.state(block), block);
        Map<Bytes, Bytes> entries = new HashMap<>();
        List<Bytes> keys = trie.keys(Bytes.EMPTY, LOAD_KEYS);
        while (!keys.isEmpty()) {
            for (Bytes key : keys) {
                entries.put(key, trie.get(key).orElseThrow());
            }
            keys = trie.keys(Bytes.EMPTY, keys.getLast(), LOAD_KEYS);
        }
        return new HeadState(entries);
    }

    private static StateTrie trie(StateNodes nodes, StoredBlock block) {
        return new StateTrie(StateVersion.V1, block.header().stateRoot(), nodes);
    }

    public DevnetRuntime runtime() {
        return runtime;
    }

    public StoredBlock genesis() {
        return genesis;
    }

    /** The newest block, which is also the newest final one. */
    public StoredBlock head() {
        return head;
    }

    public Optional<StoredBlock> block(Hash256 hash) {
        return hash.equals(head.hash())
                ? Optional.of(head)
                : store.block(hash).filter(this::isPublished);
    }

    public Optional<StoredBlock> block(long number) {
        return number > head.number() ? Optional.empty() : store.block(number);
    }

    /**
     * A block is seen only once it is committed and told: the store shows it a moment before that.
     */
    private boolean isPublished(StoredBlock block) {
        return block.number() <= head.number();
    }

    public int justificationPeriod() {
        return justificationPeriod;
    }

    /** The state of a block, while it is kept. */
    public BlockState state(Hash256 hash) {
        Optional<StoredBlock> block = block(hash);
        if (block.isEmpty()) {
            return new BlockState.UnknownBlock(hash);
        }
        StoredBlock found = block.get();
        if (head.number() - found.number() >= stateBlocks) {
            return new BlockState.Discarded(hash, found.number());
        }
        return new BlockState.Kept(found, trie(store.state(found), found));
    }

    /**
     * Asks the runtime something on the newest state, which does not change meanwhile; with the
     * place of the next block, at its earliest.
     */
    public <T> T onHead(BiFunction<StateView, BlockContext, T> question) {
        headLock.readLock().lock();
        try {
            return question.apply(state, next(Slot.of(head.header()) + 1));
        } finally {
            headLock.readLock().unlock();
        }
    }

    private BlockContext next(long slot) {
        StoredBlock parent = head;
        return new BlockContext(parent.number() + 1, slot, parent.hash(), genesis.hash());
    }

    /** Where a block stands, for questions about its state. */
    public BlockContext context(StoredBlock block) {
        return new BlockContext(
                block.number(),
                Slot.of(block.header()),
                block.header().parentHash(),
                genesis.hash());
    }

    /**
     * Hears the newest block and then each new one, in order and none left out. New ones come on
     * the thread that made them; neither may wait for anything.
     */
    public void follow(Consumer<StoredBlock> newest, Consumer<NewBlock> listener) {
        synchronized (listeners) {
            newest.accept(head);
            listeners.add(listener);
        }
    }

    public void unfollow(Consumer<NewBlock> listener) {
        listeners.remove(listener);
    }

    /**
     * Makes the next block from transactions of the pool and makes it final.
     *
     * @param slot above the head's
     * @return what the runtime says of it, with the transactions that could not stand in it
     */
    synchronized Appended append(long slot, List<Bytes> transactions) {
        StoredBlock parent = head;
        if (slot <= Slot.of(parent.header())) {
            throw new IllegalArgumentException(
                    "slot " + slot + " is not above the head's, " + Slot.of(parent.header()));
        }
        BlockMaker.Sealed sealed = maker.seal(state, next(slot), transactions, () -> parent);
        StoredBlock block = maker.keep(sealed);
        store.commit();
        publish(block, sealed.result());
        return new Appended(block, sealed.result().refused());
    }

    /** A new block, and the transactions that were left out of it. */
    record Appended(StoredBlock block, List<BlockResult.Refused> refused) {}

    /**
     * Makes the blocks of the history that are missing: while one is executed, the one before it is
     * voted for and stored. They follow from the spec alone, so they need no commit each: after a
     * kill they are made again.
     *
     * @param progress hears the number of each block
     */
    synchronized void appendHistory(LongConsumer progress) {
        long last = runtime.spec().historyBlocks();
        if (head.number() >= last) {
            return;
        }
        try (ExecutorService keeper = Executors.newSingleThreadExecutor()) {
            Future<StoredBlock> kept = CompletableFuture.completedFuture(head);
            Hash256 parent = head.hash();
            for (long number = head.number() + 1; number <= last; number++) {
                progress.accept(number - 1);
                BlockContext context =
                        new BlockContext(
                                number, runtime.spec().historySlot(number), parent, genesis.hash());
                Future<StoredBlock> before = kept;
                BlockMaker.Sealed sealed =
                        maker.seal(state, context, List.of(), () -> await(before));
                state.apply(sealed.result().changes());
                parent = sealed.hash();
                boolean commit = number % HISTORY_COMMIT_BLOCKS == 0 || number == last;
                kept =
                        keeper.submit(() -> {
                            StoredBlock block = maker.keep(sealed);
                            if (commit) {
                                store.commit();
                            }
                            return block;
                        });
            }
            head = await(kept);
            progress.accept(last);
        }
    }

    private static StoredBlock await(Future<StoredBlock> block) {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the history was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot store a block of the history", e.getCause());
        }
    }

    private void publish(StoredBlock block, BlockResult result) {
        synchronized (listeners) {
            headLock.writeLock().lock();
            try {
                state.apply(result.changes());
                head = block;
            } finally {
                headLock.writeLock().unlock();
            }
            NewBlock news = new NewBlock(block, result.changes());
            listeners.forEach(listener -> listener.accept(news));
        }
    }
}
