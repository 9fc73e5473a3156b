package io.hypha.node.sync;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round one full node: meets it, follows finality there, then the blocks above. One thread
 * each.
 */
final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Source source;
    private final Greeter greeter;
    private final Beginning beginning;
    private final FinalitySync finality;
    private final HeadFollower heads;
    private final Runnable afterRound;
    private final Duration pollInterval;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** Sees to it that the path begins, where the voters at its beginning must be proven first. */
    interface Beginning {
        void from(Source source);
    }

    Follower(
            Source source,
            Greeter greeter,
            Beginning beginning,
            FinalitySync finality,
            HeadFollower heads,
            Runnable afterRound,
            Duration pollInterval) {
        this.source = source;
        this.greeter = greeter;
        this.beginning = beginning;
        this.finality = finality;
        this.heads = heads;
        this.afterRound = afterRound;
        this.pollInterval = pollInterval;
        this.thread =
                Thread.ofVirtual().name("light-node " + source.address()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Source source() {
        return source;
    }

    FinalitySync finality() {
        return finality;
    }

    /** Something may be new: goes round at once. */
    void wake() {
        wake.release();
    }

    /** One round; also what a test drives by hand. */
    void round() {
        if (source.aside()) {
            return;
        }
        if (!source.usable()) {
            greeter.greet(source);
        }
        if (source.usable()) {
            beginning.from(source);
        }
        if (source.usable() && source.isPeer() && heads.isNear(source)) {
            // What was announced is known then when a commit for it is judged.
            heads.advance(source);
        }
        if (source.usable()) {
            finality.advance();
        }
        if (source.usable()) {
            source.listen(wake::release);
            heads.advance(source);
            finality.settle();
        }
        afterRound.run();
    }

    private void run() {
        while (!closed) {
            try {
                round();
                if (!closed && wake.tryAcquire(pollInterval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // Bad code, not bad input. One node's thread must not die in silence.
                LOG.error("following {} failed; going on after a pause", source.address(), e);
                wake.drainPermits();
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(pollInterval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends after this round; whoever left answers nothing more, so that it is a short one. */
    void end() {
        closed = true;
        wake.release();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    void join(Duration most) {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
