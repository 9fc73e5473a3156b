package io.hypha.node.network;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual threads of one network: all are known by name, and all end when it closes. */
final class Threads {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    /** Held while one starts: it is among {@link #running}, and started, or never will be. */
    private final ReentrantLock starting = new ReentrantLock();

    private boolean closed;

    /** Starts a task; after {@link #close} nothing starts any more. */
    boolean start(String name, Runnable task) {
        Thread thread =
                Thread.ofVirtual()
                        .name(name)
                        .unstarted(() -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                LOG.error("{} ended by a fault of ours", name, e);
                            } finally {
                                running.remove(Thread.currentThread());
                            }
                        });
        starting.lock();
        try {
            if (closed) {
                return false;
            }
            running.add(thread);
            thread.start();
            return true;
        } finally {
            starting.unlock();
        }
    }

    int alive() {
        return running.size();
    }

    /** Interrupts all and waits for their end, at most so long. */
    void close(Duration atMost) {
        starting.lock();
        try {
            closed = true;
        } finally {
            starting.unlock();
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Thread thread : running) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
        for (Thread thread : running) {
            if (thread == Thread.currentThread()) {
                continue;
            }
            try {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    LOG.warn("{} did not end within {} ms", thread.getName(), atMost.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
