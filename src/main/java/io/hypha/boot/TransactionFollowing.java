package io.hypha.boot;

import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.stake.TransactionFollower;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the follower on a thread of its own: once per finalized head, of which those that come
 * meanwhile are folded into the newest, and once per sealed block. Final heads go first, since they
 * decide. A database that is gone is waited for.
 */
final class TransactionFollowing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionFollowing.class);

    /** Of more the oldest are left out: what they held the final blocks show. */
    private static final int MAX_SEALED = 64;

    private final TransactionFollower follower;
    private final AtomicReference<@Nullable FinalizedHead> newest = new AtomicReference<>();
    private final ArrayBlockingQueue<SealedBlock> sealed = new ArrayBlockingQueue<>(MAX_SEALED);
    private final List<LightNode.Subscription> subscriptions;
    private final Thread thread;
    private volatile boolean stopping;

    private TransactionFollowing(LightNode node, TransactionFollower follower) {
        this.follower = follower;
        this.thread = Thread.ofVirtual().name("transactions").unstarted(this::run);
        this.subscriptions = List.of(node.onFinalized(this::take), node.onSealed(this::take));
        node.finalizedHead().ifPresent(newest::set);
    }

    static TransactionFollowing start(LightNode node, TransactionFollower follower) {
        TransactionFollowing following = new TransactionFollowing(node, follower);
        following.thread.start();
        return following;
    }

    private void take(FinalizedHead head) {
        newest.set(head);
        LockSupport.unpark(thread);
    }

    private void take(SealedBlock block) {
        while (!sealed.offer(block)) {
            sealed.poll();
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopping) {
            FinalizedHead head = newest.getAndSet(null);
            SealedBlock block = head == null ? sealed.poll() : null;
            if (head != null) {
                attempt(head.block(), () -> follower.follow(head));
            } else if (block != null) {
                attempt(block.block(), () -> follower.look(block));
            } else {
                LockSupport.park(this);
            }
        }
    }

    private static void attempt(BlockId at, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "transactions could not be followed at {}: {}; trying again with the next block",
                    at,
                    e.toString());
        }
    }

    @Override
    public void close() {
        stopping = true;
        subscriptions.forEach(LightNode.Subscription::close);
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
