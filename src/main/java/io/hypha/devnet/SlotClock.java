package io.hypha.devnet;

import io.hypha.devnet.author.Author;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authors a block at the start of each slot, on a thread of its own. Slots that pass while one is
 * made are left out.
 */
final class SlotClock {

    private static final Logger LOG = LoggerFactory.getLogger(SlotClock.class);

    /** Even a clock that was set back a year is asked again after this. */
    private static final long MAX_WAIT_MILLIS = 1000;

    private final Author author;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("devnet-author").unstarted(this::run);

    SlotClock(Author author, InstantSource clock) {
        this.author = author;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!waitUntil(author.nextSlotMillis())) {
                author.author();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "the devnet cannot make its next block and stands still; what is final stays readable",
                    e);
        }
    }

    /** True when it was told to stop. */
    private boolean waitUntil(long slotMillis) throws InterruptedException {
        while (true) {
            long wait = Math.clamp(slotMillis - clock.millis(), 0, MAX_WAIT_MILLIS);
            if (stop.await(wait, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (clock.millis() >= slotMillis) {
                return false;
            }
        }
    }

    /** Returns when the block that is being made, if any, is stored. */
    void stop() {
        stop.countDown();
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
    }
}
