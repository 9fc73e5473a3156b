package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.Validity;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Transactions that wait for a block. Each was judged by the runtime on the newest state of its
 * time; those whose earlier nonces are there are ready, the others wait for them. Judged again only
 * when a block is made: the runtime then refuses what no longer holds.
 *
 * <p>Safe for several threads. Watchers are told under the pool's lock and must not wait.
 */
public final class TransactionPool {

    static final int MAX_COUNT = 8192;
    static final long MAX_BYTES = 20L << 20;

    /** What one block takes, well below Subtensor's block length of 10 MiB. */
    static final int MAX_BLOCK_COUNT = 1000;

    static final int MAX_BLOCK_BYTES = 5 << 20;

    private static final int BANNED_COUNT = 1024;

    /** Blocks for which a transaction that turned out invalid is not taken again. */
    private static final int BAN_BLOCKS = 30;

    /** What the pool asks about the newest block. */
    interface Judge {
        Validity validate(Bytes extrinsic);

        /** The nonce of an account, pool not counted. */
        long nonce(Hash256 account);

        /** Number of the newest block. */
        long head();
    }

    private final Judge judge;
    private final Map<Hash256, PoolEntry> entries = new LinkedHashMap<>();
    private final Map<Bytes, PoolEntry> byProvided = new HashMap<>();
    private final Map<Hash256, Long> bannedUntil = new LinkedHashMap<>();
    private final List<Consumer<Bytes>> followers = new CopyOnWriteArrayList<>();
    private long bytes;
    private long arrivals;

    public TransactionPool(Chain chain) {
        this(new HeadJudge(chain));
    }

    TransactionPool(Judge judge) {
        this.judge = judge;
    }

    /** Hears each transaction that is taken in, under the pool's lock: must not wait. */
    public void follow(Consumer<Bytes> follower) {
        followers.add(follower);
    }

    /**
     * Takes a transaction (with its length prefix) and watches it from there on, or says why not.
     */
    public synchronized Submission submit(
            Bytes extrinsic, Collection<Consumer<TransactionEvent>> watchers) {
        Hash256 hash = Blake2b.hash256(extrinsic);
        if (entries.containsKey(hash)) {
            return new Submission.AlreadyImported(hash);
        }
        Long until = bannedUntil.get(hash);
        if (until != null && until >= judge.head()) {
            return new Submission.TemporarilyBanned();
        }
        Validity validity = judge.validate(extrinsic);
        return switch (validity) {
            case Validity.Valid valid -> enter(extrinsic, hash, valid, watchers);
            case Validity.Refusal refusal -> new Submission.Refused(refusal);
        };
    }

    private Submission enter(
            Bytes extrinsic,
            Hash256 hash,
            Validity.Valid valid,
            Collection<Consumer<TransactionEvent>> watchers) {
        Set<PoolEntry> rivals = new HashSet<>();
        for (Bytes tag : valid.provides()) {
            PoolEntry rival = byProvided.get(tag);
            if (rival != null) {
                rivals.add(rival);
            }
        }
        for (PoolEntry rival : rivals) {
            if (Long.compareUnsigned(rival.priority, valid.priority()) >= 0) {
                return new Submission.TooLowPriority(rival.priority, valid.priority());
            }
        }
        int before = entries.size();
        if (rivals.isEmpty() && !makeRoom(extrinsic.size(), valid.priority())) {
            return new Submission.ImmediatelyDropped();
        }
        for (PoolEntry rival : rivals) {
            remove(rival);
            rival.tell(new TransactionEvent.Usurped(hash));
        }
        long head = judge.head();
        long validUntil =
                valid.longevity() < 0 || valid.longevity() > Long.MAX_VALUE - head
                        ? Long.MAX_VALUE
                        : head + valid.longevity();
        PoolEntry entry = new PoolEntry(extrinsic, hash, valid, arrivals++, validUntil);
        watchers.forEach(entry::watch);
        entries.put(hash, entry);
        entry.provides.forEach(tag -> byProvided.put(tag, entry));
        bytes += extrinsic.size();
        if (entries.size() > before) {
            promoteFrom(entry);
        } else {
            promote();
        }
        if (!entry.ready) {
            entry.tell(new TransactionEvent.Future());
        }
        followers.forEach(follower -> follower.accept(extrinsic));
        return new Submission.Accepted(hash);
    }

    /** As {@link #promote} where only this one is new and nothing left. */
    private void promoteFrom(PoolEntry added) {
        Deque<PoolEntry> todo = new ArrayDeque<>(List.of(added));
        while (!todo.isEmpty()) {
            PoolEntry next = todo.pop();
            if (!next.ready && next.missing.stream().allMatch(this::isReady)) {
                next.ready = true;
                next.tell(new TransactionEvent.Ready());
                for (PoolEntry other : entries.values()) {
                    if (!other.ready && !Collections.disjoint(other.missing, next.provides)) {
                        todo.add(other);
                    }
                }
            }
        }
    }

    /** Drops those that pay least, as long as they pay less than the new one. */
    private boolean makeRoom(int size, long priority) {
        while (entries.size() >= MAX_COUNT || bytes + size > MAX_BYTES) {
            Optional<PoolEntry> last = entries.values().stream().max(PoolEntry.FIRST_COMES);
            if (last.isEmpty() || Long.compareUnsigned(last.get().priority, priority) >= 0) {
                return false;
            }
            remove(last.get());
            last.get().tell(new TransactionEvent.Dropped());
        }
        return true;
    }

    /**
     * Whatever has all that it needs becomes ready, until nothing changes; what lost it waits
     * again.
     */
    private void promote() {
        Set<Bytes> provided = new HashSet<>();
        Set<PoolEntry> ready = new HashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (PoolEntry entry : entries.values()) {
                if (!ready.contains(entry) && provided.containsAll(entry.missing)) {
                    ready.add(entry);
                    provided.addAll(entry.provides);
                    changed = true;
                }
            }
        }
        for (PoolEntry entry : entries.values()) {
            boolean now = ready.contains(entry);
            if (now && !entry.ready) {
                entry.ready = true;
                entry.tell(new TransactionEvent.Ready());
            } else if (!now && entry.ready) {
                entry.ready = false;
                entry.tell(new TransactionEvent.Future());
            }
        }
    }

    /** What the next block is made from, each after those that it needs. */
    public synchronized List<Bytes> candidates() {
        return BlockSelection.of(entries.values(), MAX_BLOCK_COUNT, MAX_BLOCK_BYTES);
    }

    /** Takes out what the block holds, and what can no longer go into one. */
    public synchronized void onBlock(StoredBlock block, List<BlockResult.Refused> refused) {
        Set<Bytes> done = new HashSet<>();
        List<Bytes> body = block.body();
        for (int index = 0; index < body.size(); index++) {
            PoolEntry entry = entries.get(Blake2b.hash256(body.get(index)));
            if (entry != null) {
                remove(entry);
                done.addAll(entry.provides);
                entry.tell(new TransactionEvent.InBlock(block.id(), index));
                entry.tell(new TransactionEvent.Finalized(block.id(), index));
            }
        }
        entries.values().forEach(entry -> entry.missing.removeAll(done));
        for (BlockResult.Refused each : refused) {
            if (!canWait(each.reason())) {
                expel(Blake2b.hash256(each.extrinsic()), each.reason().text());
            }
        }
        for (PoolEntry entry : List.copyOf(entries.values())) {
            if (entry.validUntil <= block.number()) {
                expel(entry.hash, Validity.InvalidTransaction.STALE.text());
            }
        }
        promote();
    }

    /**
     * A full block is no fault of the transaction; a nonce that is ahead waits for the one before
     * it.
     */
    private static boolean canWait(Validity.Refusal reason) {
        return reason instanceof Validity.Invalid invalid
                && (invalid.reason() == Validity.InvalidTransaction.EXHAUSTS_RESOURCES
                        || invalid.reason() == Validity.InvalidTransaction.FUTURE);
    }

    private void expel(Hash256 hash, String reason) {
        PoolEntry entry = entries.get(hash);
        if (entry == null) {
            return;
        }
        remove(entry);
        bannedUntil.put(hash, judge.head() + BAN_BLOCKS);
        if (bannedUntil.size() > BANNED_COUNT) {
            bannedUntil.remove(bannedUntil.keySet().iterator().next());
        }
        entry.tell(new TransactionEvent.Invalid(reason));
    }

    private void remove(PoolEntry entry) {
        entries.remove(entry.hash);
        entry.provides.forEach(tag -> byProvided.remove(tag, entry));
        bytes -= entry.extrinsic.size();
    }

    /** All transactions that are ready, in the order of a block. */
    public synchronized List<Bytes> ready() {
        return entries.values().stream()
                .filter(entry -> entry.ready)
                .sorted(PoolEntry.FIRST_COMES)
                .map(entry -> entry.extrinsic)
                .toList();
    }

    public synchronized boolean contains(Hash256 transaction) {
        return entries.containsKey(transaction);
    }

    /**
     * The nonce that the next transaction of an account needs, with those that are ready counted.
     */
    public synchronized long nextNonce(Hash256 account) {
        long nonce = judge.nonce(account);
        while (isReady(nonceTag(account, nonce))) {
            nonce++;
        }
        return nonce;
    }

    private boolean isReady(Bytes tag) {
        PoolEntry entry = byProvided.get(tag);
        return entry != null && entry.ready;
    }

    /** The tag of {@code CheckNonce}: account and nonce, a u32. */
    private static Bytes nonceTag(Hash256 account, long nonce) {
        return new ScaleCodecWriter().writeHash(account).writeUint32(nonce).toBytes();
    }
}
