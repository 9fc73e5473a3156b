package io.hypha.node.sync;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Work that keeps a processor busy for long, on a thread of its own: virtual threads share a few
 * carriers, and whoever follows the chain must not wait for one.
 */
final class OwnThread {

    private OwnThread() {}

    /**
     * Waits for the end of the work and of its thread, however long; a thread that is interrupted
     * waits on.
     */
    static <T> T call(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().name(name).daemon().start(task);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (task.state() == Future.State.FAILED) {
            throw new IllegalStateException(name + " broke", task.exceptionNow());
        }
        return task.resultNow();
    }
}
