package io.hypha.devnet.author;

import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.devnet.store.StoredBlock;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** Makes blocks: the history of a new chain, then one for each slot. Time is the given clock's. */
public final class Author {

    private final Chain chain;
    private final TransactionPool pool;
    private final InstantSource clock;

    public Author(Chain chain, TransactionPool pool, InstantSource clock) {
        this.chain = chain;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Makes the blocks of the history that are missing, with all keys.
     *
     * @param progress hears how many are there
     */
    public void authorHistory(LongConsumer progress) {
        chain.appendHistory(new Authorities(), progress);
    }

    /**
     * Makes one block from what the pool holds, in the clock's slot, or in the next one if that is
     * taken.
     */
    public StoredBlock author() {
        long slot = Math.max(clock.millis() / spec().slotDurationMillis(), headSlot() + 1);
        Appended appended = chain.append(slot, pool.candidates());
        pool.onBlock(appended.block(), appended.refused());
        return appended.block();
    }

    /**
     * When the next block may be made, in Unix milliseconds: the start of the slot after the
     * head's.
     */
    public long nextSlotMillis() {
        return (headSlot() + 1) * spec().slotDurationMillis();
    }

    private long headSlot() {
        return Slot.of(chain.head().header());
    }

    private DevnetSpec spec() {
        return chain.runtime().spec();
    }
}
