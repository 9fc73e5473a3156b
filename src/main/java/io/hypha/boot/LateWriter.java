package io.hypha.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the database from a thread of its own, so that neither a slow database nor none at all
 * holds up whoever has something to keep. For what is a convenience: what cannot be written is
 * forgotten.
 *
 * @param <T> what is written
 */
final class LateWriter<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LateWriter.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final String what;
    private final Consumer<T> write;
    private final BlockingQueue<Optional<T>> waiting;
    private final Thread thread;
    private volatile boolean closing;
    private boolean failing;

    /**
     * @param what is written, for the log
     * @param most that may wait; more is forgotten
     */
    LateWriter(String what, int most, Consumer<T> write) {
        this.what = what;
        this.write = write;
        this.waiting = new ArrayBlockingQueue<>(most);
        this.thread = Thread.ofVirtual().name(what).start(this::run);
    }

    void later(T each) {
        if (!waiting.offer(Optional.of(each))) {
            LOG.debug("the database is behind: {} are forgotten", what);
        }
    }

    private void run() {
        try {
            while (!closing) {
                waiting.take().ifPresent(this::write);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List<Optional<T>> rest = new ArrayList<>();
        waiting.drainTo(rest);
        rest.forEach(each -> each.ifPresent(this::write));
    }

    private void write(T each) {
        try {
            write.accept(each);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("{} cannot be remembered: {}", what, e.getMessage());
            }
            failing = true;
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        closing = true;
        // Wakes a writer that waits; a full queue has it awake anyway.
        waiting.offer(Optional.empty());
        try {
            if (!thread.join(LAST_WORDS)) {
                LOG.warn("the database takes no more {}", what);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
