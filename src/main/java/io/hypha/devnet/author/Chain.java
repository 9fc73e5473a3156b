package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockContext;
import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.StateView;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The line of blocks: appends one at a time, answers about any. Each block that is stored is final:
 * made so at once by a node that holds all keys, or after a vote among the members of a shared
 * chain.
 *
 * <p>Safe for several threads: one appends while others read.
 */
public final class Chain {

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
    private volatile VoterLine voters;
    private final Candidates candidates = new Candidates();

    private Chain(
            ChainStore store,
            DevnetRuntime runtime,
            BlockMaker maker,
            int justificationPeriod,
            long stateBlocks,
            ChainStart start) {
        this.store = store;
        this.runtime = runtime;
        this.maker = maker;
        this.justificationPeriod = justificationPeriod;
        this.stateBlocks = stateBlocks;
        this.genesis = start.genesis();
        this.head = start.head();
        this.voters = start.voters();
        this.state = start.state();
    }

    /**
     * Goes on with the chain in {@code store}, or makes block 0 in an empty one.
     *
     * @param runtime of the same spec as the store's
     * @param authorities the keys held here
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
        return new Chain(
                store,
                runtime,
                maker,
                justificationPeriod,
                stateBlocks,
                ChainStart.of(store, runtime, authorities));
    }

    public DevnetRuntime runtime() {
        return runtime;
    }

    public StoredBlock genesis() {
        return genesis;
    }

    /** The newest final block. */
    public StoredBlock head() {
        return head;
    }

    /** Who makes the next block final. */
    public VoterLine voters() {
        return voters;
    }

    /** Writes to disk what a member of a shared chain is bound by. */
    public synchronized void keepBallot(Bytes ballot) {
        store.putBallot(ballot);
        store.commit();
    }

    public Optional<Bytes> keptBallot() {
        return store.ballot();
    }

    /** What this chain can prove about its finality. */
    public FinalityRecord finality() {
        return new FinalityRecord(this, store);
    }

    /** Children of the head that are not final. */
    public Candidates candidates() {
        return candidates;
    }

    public Optional<StoredBlock> block(Hash256 hash) {
        // Read once: the next block may take its place between the comparison and the answer.
        StoredBlock newest = head;
        return hash.equals(newest.hash())
                ? Optional.of(newest)
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
        return new BlockState.Kept(found, ChainStart.trie(store.state(found), found));
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
     * Makes the next block from transactions of the pool and makes it final with the keys held
     * here.
     *
     * @param slot above the head's
     * @return what the runtime says of it, with the transactions that could not stand in it
     */
    synchronized Appended append(long slot, List<Bytes> transactions) {
        Candidate block = propose(slot, transactions);
        BlockMaker.Kept kept = maker.decide(block, voters);
        publish(kept, block.result());
        return new Appended(kept.block(), block.result().refused());
    }

    /** Whether the author whose turn a slot is has its key here. */
    public synchronized boolean canAuthor(long slot) {
        return maker.authorities().canSeal(maker.authorOf(state, slot));
    }

    /**
     * Makes a child of the head and keeps it nowhere.
     *
     * @param slot above the head's, and a turn of an author whose key is held here
     */
    public synchronized Candidate propose(long slot, List<Bytes> transactions) {
        StoredBlock parent = head;
        long before = Slot.of(parent.header());
        if (slot <= before) {
            throw new IllegalArgumentException("slot " + slot + " is not above " + before);
        }
        return maker.seal(state, next(slot), transactions, () -> parent);
    }

    /**
     * Checks a block that another node made, with everything that a full node checks.
     *
     * @param lastSlot the newest slot that may be claimed now
     */
    public synchronized BlockCheck check(Header header, List<Bytes> body, long lastSlot) {
        StoredBlock parent = head;
        boolean isChild = header.parentHash().equals(parent.hash());
        if (!isChild || header.number() != parent.number() + 1) {
            return new BlockCheck.NotNext(parent.id());
        }
        OptionalLong slot = AuraSeal.slotOf(header);
        long before = Slot.of(parent.header());
        if (slot.isEmpty() || slot.getAsLong() <= before) {
            return new BlockCheck.Wrong("expected a slot above " + before + ", found " + slot);
        }
        if (slot.getAsLong() > lastSlot) {
            return new BlockCheck.TooEarly(slot.getAsLong());
        }
        return maker.check(state, parent, next(slot.getAsLong()), header, body);
    }

    /**
     * Keeps a child of the head that its justification, judged by the caller, makes final.
     *
     * @throws IllegalArgumentException when it is no child of the head
     */
    public synchronized StoredBlock accept(Candidate block, Bytes justification) {
        if (!block.header().parentHash().equals(head.hash())) {
            throw new IllegalArgumentException(block.id() + " does not follow " + head.id());
        }
        BlockMaker.Kept kept = maker.keep(block, justification, voters);
        publish(kept, block.result());
        return kept.block();
    }

    /**
     * Makes the blocks of the history that are missing. Every node makes them with all keys, which
     * are well known: the history belongs to genesis.
     *
     * @param progress hears the number of each block
     */
    synchronized void appendHistory(Authorities all, LongConsumer progress) {
        BlockMaker.Kept before = new BlockMaker.Kept(head, voters);
        BlockMaker.Kept last =
                new HistoryWriter(store, runtime, maker.with(all), genesis.hash())
                        .write(state, before, progress);
        head = last.block();
        voters = last.voters();
    }

    private void publish(BlockMaker.Kept kept, BlockResult result) {
        store.commit();
        synchronized (listeners) {
            headLock.writeLock().lock();
            try {
                state.apply(result.changes());
                head = kept.block();
                voters = kept.voters();
                candidates.show(List.of());
            } finally {
                headLock.writeLock().unlock();
            }
            NewBlock news = new NewBlock(kept.block(), result.changes());
            listeners.forEach(listener -> listener.accept(news));
        }
    }
}
