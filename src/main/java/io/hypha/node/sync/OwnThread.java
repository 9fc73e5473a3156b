package io.hypha.node.sync;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ExecutionException;

/**
 * Work that keeps a processor busy for long, on a thread of its own: virtual threads share a few
 * carriers, and whoever follows the chain must not wait for one.
 */
final class OwnThread {

    private OwnThread() {}

    /** Waits for the end of the work, however long; a thread that is interrupted waits on. */
    static <T> T call(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name(name).daemon().start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(name + " broke", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
