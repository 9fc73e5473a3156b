package io.hypha.node.runtime;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one call. Its stack has a size of its own, so that the nesting of the code does not
 * depend on who calls; whoever calls waits for it and keeps the time. Code notices an interruption
 * of its thread, interpreted or compiled; the state never does: while it is asked, the thread is
 * not interrupted, and time stands still.
 */
final class CallThread {

    private static final long LEAST_WAIT_MILLIS = 5;

    private final Duration time;
    private final long begin = System.nanoTime();
    private final Thread thread;
    private long outside;
    private long outsideSince;
    private boolean isOutside;
    private @Nullable Limit stopped;
    private volatile @Nullable Throwable broken;

    private CallThread(CallLimits limits, Consumer<CallThread> work) {
        this.time = limits.time();
        this.thread =
                new Thread(
                        null, () -> work.accept(this), "runtime-call", limits.stackBytes(), false);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((_, e) -> broken = e);
    }

    /**
     * Runs the work to its end; it is told of its thread, and asks the state through it.
     *
     * @throws IllegalStateException when the work or the state throws
     */
    static void run(CallLimits limits, Consumer<CallThread> work) {
        CallThread call = new CallThread(limits, work);
        call.thread.start();
        call.await();
        Throwable broken = call.broken;
        if (broken != null) {
            throw new IllegalStateException("a call broke", broken);
        }
    }

    private void await() {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                long wait = millisToWait();
                thread.join(wait);
            } catch (InterruptedException e) {
                isInterrupted = true;
                stop(Limit.INTERRUPTED);
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the call when its time is over; 0 is for as long as it takes. */
    private synchronized long millisToWait() {
        if (stopped != null) {
            return 0;
        }
        long now = System.nanoTime();
        long used = now - begin - outside - (isOutside ? now - outsideSince : 0);
        long left = time.toNanos() - used;
        if (left <= 0 && !isOutside) {
            stop(Limit.TIME);
            return 0;
        }
        return Math.max(LEAST_WAIT_MILLIS, left / 1_000_000);
    }

    private synchronized void stop(Limit why) {
        if (stopped == null) {
            stopped = why;
            if (!isOutside) {
                thread.interrupt();
            }
        }
    }

    /** Asks the state. */
    <T> T outside(Supplier<T> question) {
        StackRoom.require();
        synchronized (this) {
            requireTime();
            isOutside = true;
            outsideSince = System.nanoTime();
        }
        try {
            return question.get();
        } catch (RuntimeException | Error e) {
            broken = e;
            throw CallEndedException.noState("the state broke");
        } finally {
            synchronized (this) {
                isOutside = false;
                outside += System.nanoTime() - outsideSince;
            }
        }
    }

    /** Ends the call where it was stopped while nobody could notice. */
    synchronized void requireTime() {
        if (stopped != null) {
            throw CallEndedException.reached(stopped, reason(stopped));
        }
    }

    /** Why the call was stopped, if it was. */
    synchronized CallEndedException.@Nullable Cause whyStopped() {
        return stopped == null
                ? null
                : new CallEndedException.Cause.Reached(stopped, reason(stopped));
    }

    private String reason(Limit limit) {
        return limit == Limit.TIME
                ? "the call took more than " + time.toMillis() + " ms"
                : "the caller was interrupted";
    }
}
