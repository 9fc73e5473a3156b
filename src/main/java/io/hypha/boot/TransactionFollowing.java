package io.hypha.boot;

import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.stake.TransactionFollower;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the follower on a thread of its own, once per finalized head; heads that come meanwhile are
 * folded into the newest. A database that is gone is waited for.
 */
final class TransactionFollowing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionFollowing.class);

    private final TransactionFollower follower;
    private final AtomicReference<@Nullable FinalizedHead> newest = new AtomicReference<>();
    private final LightNode.Subscription subscription;
    private final Thread thread;
    private volatile boolean stopping;

    private TransactionFollowing(LightNode node, TransactionFollower follower) {
        this.follower = follower;
        this.thread = Thread.ofVirtual().name("transactions").unstarted(this::run);
        this.subscription =
                node.onFinalized(head -> {
                    newest.set(head);
                    LockSupport.unpark(thread);
                });
        node.finalizedHead().ifPresent(newest::set);
    }

    static TransactionFollowing start(LightNode node, TransactionFollower follower) {
        TransactionFollowing following = new TransactionFollowing(node, follower);
        following.thread.start();
        return following;
    }

    private void run() {
        while (!stopping) {
            FinalizedHead head = newest.getAndSet(null);
            if (head == null) {
                LockSupport.park(this);
                continue;
            }
            try {
                follower.follow(head);
            } catch (RuntimeException e) {
                LOG.warn(
                        "transactions could not be followed at {}: {}; trying again with the next block",
                        head.block(),
                        e.toString());
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        subscription.close();
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
