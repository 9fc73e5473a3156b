package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockContext;
import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.StateView;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StateNodes;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.trie.OrderedRoot;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The line of blocks: appends one at a time, answers about any. Each block is final as soon as it is stored.
 *
 * <p>Safe for several threads: one appends while others read.
 */
public final class Chain {

    private static final int LOAD_KEYS = 1024;

    private final ChainStore store;
    private final DevnetRuntime runtime;
    private final Authorities authorities;
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
            Authorities authorities,
            int justificationPeriod,
            long stateBlocks,
            StoredBlock genesis,
            StoredBlock head,
            HeadState state) {
        this.store = store;
        this.runtime = runtime;
        this.authorities = authorities;
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
        Optional<StoredBlock> newest = store.newest();
        if (newest.isPresent()) {
            StoredBlock genesis = store.block(0).orElseThrow();
            HeadState state = load(store, newest.get());
            return new Chain(
                    store, runtime, authorities, justificationPeriod, stateBlocks, genesis, newest.get(), state);
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
                authorities,
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
        return hash.equals(head.hash()) ? Optional.of(head) : store.block(hash).filter(this::isPublished);
    }

    public Optional<StoredBlock> block(long number) {
        return number > head.number() ? Optional.empty() : store.block(number);
    }

    /** A block is seen only once it is committed and told: the store shows it a moment before that. */
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
     * Asks the runtime something on the newest state, which does not change meanwhile; with the place of the next
     * block, at its earliest.
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
     * Hears the newest block and then each new one, in order and none left out. New ones come on the thread that
     * made them; neither may wait for anything.
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
            throw new IllegalArgumentException("slot " + slot + " is not above the head's, "
                    + Slot.of(parent.header()));
        }
        BlockContext context = next(slot);
        List<Bytes> extrinsics = new ArrayList<>();
        extrinsics.add(runtime.inherent(runtime.timestampMillis(slot)));
        extrinsics.addAll(transactions);
        BlockResult result = runtime.execute(state, context, extrinsics);

        StateNodes nodes = store.state(parent);
        TrieUpdate trie = trie(nodes, parent).update(result.changes());
        Header header = authorities.seal(header(context, result, trie.root()), slot);
        Hash256 hash = header.hash();
        List<Bytes> justifications = isJustified(header)
                ? List.of(authorities.justify(new BlockId(header.number(), hash), header.number()))
                : List.of();
        StoredBlock block = store.put(header, hash, result.included(), justifications, trie.newNodes(), nodes);
        publish(block, result);
        return new Appended(block, result.refused());
    }

    /** A new block, and the transactions that were left out of it. */
    record Appended(StoredBlock block, List<BlockResult.Refused> refused) {}

    private static Header header(BlockContext context, BlockResult result, Hash256 stateRoot) {
        List<DigestItem> digest = new ArrayList<>();
        digest.add(Slot.digestItem(context.slot()));
        digest.addAll(result.digest());
        return new Header(
                context.parentHash(),
                context.number(),
                stateRoot,
                OrderedRoot.of(result.included()),
                digest);
    }

    /** Blocks that change the voters always keep theirs: nobody could follow without. */
    private boolean isJustified(Header header) {
        return header.number() % justificationPeriod == 0
                || header.digest().stream()
                        .anyMatch(item -> item instanceof DigestItem.Consensus(EngineId engine, Bytes _)
                                && engine.equals(EngineId.GRANDPA));
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
