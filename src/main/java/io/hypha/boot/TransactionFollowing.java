package io.hypha.boot;

import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.SealedBlock;
import io.hypha.stake.TransactionFollower;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the follower on a thread of its own: once per finalized head, of which those that come
 * meanwhile are folded into the newest, and once per sealed block. Final heads go first, since they
 * decide. What could not be read is asked for again after a pause that doubles, since the next
 * block may be long in coming; so is a database that is gone.
 */
final class TransactionFollowing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionFollowing.class);

    /** Of more the oldest are left out: what they held the final blocks show. */
    private static final int MAX_SEALED = 64;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** When to ask again for what could not be read. Of the following's thread alone. */
    private static final class Again {
        private final Duration first;
        private Duration pause;
        private boolean waits;
        private long atNanos;

        Again(Duration first) {
            this.first = first;
            this.pause = first;
        }

        void after(boolean wasRead) {
            waits = !wasRead;
            if (wasRead) {
                pause = first;
            } else {
                atNanos = System.nanoTime() + pause.toNanos();
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            }
        }

        boolean isDue() {
            return waits && leftNanos() <= 0;
        }

        long leftNanos() {
            return waits ? atNanos - System.nanoTime() : Long.MAX_VALUE;
        }
    }

    private final TransactionFollower follower;
    private final AtomicReference<@Nullable FinalizedHead> newest = new AtomicReference<>();
    private final ArrayBlockingQueue<SealedBlock> sealed = new ArrayBlockingQueue<>(MAX_SEALED);

    /**
     * A permit for what came; one of a thread's own may be used up by a lock on the way to rest.
     */
    private final Semaphore came = new Semaphore(0);

    private final List<LightNode.Subscription> subscriptions;
    private final Thread thread;
    private final Again finalAgain;
    private final Again sealedAgain;
    private volatile boolean stopping;

    /** The head up to which something could not be read; of the thread alone. */
    private @Nullable FinalizedHead unread;

    private TransactionFollowing(
            LightNode node, TransactionFollower follower, Duration firstPause) {
        this.follower = follower;
        this.finalAgain = new Again(firstPause);
        this.sealedAgain = new Again(firstPause);
        this.thread = Thread.ofVirtual().name("transactions").unstarted(this::run);
        this.subscriptions = List.of(node.onFinalized(this::take), node.onSealed(this::take));
        node.finalizedHead().ifPresent(this::take);
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

    /** Heads are told by several threads: an older one that comes late must hide no newer one. */
    private void take(FinalizedHead head) {
        newest.accumulateAndGet(head, TransactionFollowing::newer);
        came.release();
    }

    private void take(SealedBlock block) {
        while (!sealed.offer(block)) {
            sealed.poll();
        }
        came.release();
    }

    private static @Nullable FinalizedHead newer(
            @Nullable FinalizedHead one, @Nullable FinalizedHead other) {
        return one == null || (other != null && other.number() > one.number()) ? other : one;
    }

    private void run() {
        while (!stopping) {
            FinalizedHead head = nextHead();
            SealedBlock block = head == null ? sealed.poll() : null;
            if (head != null) {
                boolean wasRead = attempt(head.block(), () -> follower.follow(head));
                unread = wasRead ? null : head;
                finalAgain.after(wasRead);
            } else if (block != null) {
                sealedAgain.after(attempt(block.block(), () -> follower.look(block)));
            } else if (sealedAgain.isDue()) {
                sealedAgain.after(attempt("sealed blocks", follower::lookAgain));
            } else {
                rest(Math.min(finalAgain.leftNanos(), sealedAgain.leftNanos()));
            }
        }
    }

    /** Until something comes, or what could not be read is due. */
    private void rest(long nanos) {
        try {
            if (came.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                came.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** A new one, or the one of which something was not read once its pause is over. */
    private @Nullable FinalizedHead nextHead() {
        FinalizedHead head = newest.getAndSet(null);
        return head != null || finalAgain.isDue() ? newer(unread, head) : null;
    }

    /** Whether all was read. */
    private static boolean attempt(Object at, BooleanSupplier step) {
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
        came.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
