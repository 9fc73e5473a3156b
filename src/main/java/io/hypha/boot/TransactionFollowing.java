package io.hypha.boot;

import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.stake.TransactionFollower;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the follower on a thread of its own: once per finalized head, of which those that come
 * meanwhile are folded into the newest, and once per sealed block. Final heads go first, since they
 * decide. What could not be read is asked for again after a pause that doubles, since the next
 * final block may be long in coming; so is a database that is gone.
 */
final class TransactionFollowing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionFollowing.class);

    /** Of more the oldest are left out: what they held the final blocks show. */
    private static final int MAX_SEALED = 64;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final TransactionFollower follower;
    private final AtomicReference<@Nullable FinalizedHead> newest = new AtomicReference<>();
    private final ArrayBlockingQueue<SealedBlock> sealed = new ArrayBlockingQueue<>(MAX_SEALED);
    private final List<LightNode.Subscription> subscriptions;
    private final Thread thread;
    private final Duration firstPause;
    private volatile boolean stopping;

    /** The head up to which something could not be read; of the thread alone, like what follows. */
    private @Nullable FinalizedHead unread;

    private Duration pause;
    private long againAtNanos;

    private TransactionFollowing(
            LightNode node, TransactionFollower follower, Duration firstPause) {
        this.follower = follower;
        this.firstPause = firstPause;
        this.pause = firstPause;
        this.thread = Thread.ofVirtual().name("transactions").unstarted(this::run);
        this.subscriptions = List.of(node.onFinalized(this::take), node.onSealed(this::take));
        node.finalizedHead().ifPresent(newest::set);
    }

    static TransactionFollowing start(LightNode node, TransactionFollower follower) {
        return start(node, follower, FIRST_PAUSE);
    }

    /**
     * @param firstPause before what could not be read is asked for again
     */
    static TransactionFollowing start(
            LightNode node, TransactionFollower follower, Duration firstPause) {
        TransactionFollowing following = new TransactionFollowing(node, follower, firstPause);
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
            FinalizedHead head = nextHead();
            SealedBlock block = head == null ? sealed.poll() : null;
            if (head != null) {
                if (attempt(head.block(), () -> follower.follow(head))) {
                    unread = null;
                    pause = firstPause;
                } else {
                    unread = head;
                    againAtNanos = System.nanoTime() + pause.toNanos();
                    Duration longer = pause.multipliedBy(2);
                    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
                }
            } else if (block != null) {
                attempt(
                        block.block(),
                        () -> {
                            follower.look(block);
                            return true;
                        });
            } else if (unread != null) {
                LockSupport.parkNanos(this, againAtNanos - System.nanoTime());
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** A new one, or the one of which something was not read once its pause is over. */
    private @Nullable FinalizedHead nextHead() {
        FinalizedHead head = newest.getAndSet(null);
        return head == null && unread != null && System.nanoTime() - againAtNanos >= 0
                ? unread
                : head;
    }

    /** Whether all was read. */
    private static boolean attempt(BlockId at, BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.warn("transactions could not be followed at {}: {}", at, e.toString());
            return false;
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
