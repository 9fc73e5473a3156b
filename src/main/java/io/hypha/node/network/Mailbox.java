package io.hypha.node.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a peer's listener still has to hear, in order, told by a thread of its own. When the
 * listener falls behind, the peer gets no window until it has caught up.
 */
final class Mailbox {

    private static final int FULL = 256;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private boolean ended;

    /** Adds a delivery; after {@link #end} nothing is added. */
    void put(Runnable delivery) {
        lock.lock();
        try {
            if (!ended) {
                waiting.add(delivery);
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether no more should be read from the peer for now. */
    boolean full() {
        lock.lock();
        try {
            return waiting.size() >= FULL;
        } finally {
            lock.unlock();
        }
    }

    /** Adds the last delivery; those before it are still made. */
    void end(Runnable last) {
        lock.lock();
        try {
            if (!ended) {
                waiting.add(last);
                ended = true;
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the deliveries until the last one is done. An interrupt does not skip any: it only
     * tells deliveries that block to hurry.
     */
    void run() {
        while (true) {
            Runnable next;
            lock.lock();
            try {
                while (waiting.isEmpty() && !ended) {
                    more.awaitUninterruptibly();
                }
                next = waiting.poll();
                if (next == null) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            next.run();
        }
    }
}
